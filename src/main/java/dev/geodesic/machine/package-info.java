/** What a computer has, and where programs of its users keep things. */
@NullMarked
package dev.geodesic.machine;

import org.jspecify.annotations.NullMarked;
