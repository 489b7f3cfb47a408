/** What holds for the program as a whole. */
@NullMarked
package dev.geodesic;

import org.jspecify.annotations.NullMarked;
