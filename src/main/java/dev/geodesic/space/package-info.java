/** From a sweep to its trials, and from trials to the packs that train fused. Pure functions. */
@NullMarked
package dev.geodesic.space;

import org.jspecify.annotations.NullMarked;
