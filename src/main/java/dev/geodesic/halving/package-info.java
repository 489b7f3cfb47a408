/** Successive halving: which configurations compete, and which go on. Pure functions. */
@NullMarked
package dev.geodesic.halving;

import org.jspecify.annotations.NullMarked;
