/** The program as a user meets it. */
@NullMarked
package dev.geodesic.cli;

import org.jspecify.annotations.NullMarked;
