/** Trained models in the formats of other programs. */
@NullMarked
package dev.geodesic.export;

import org.jspecify.annotations.NullMarked;
