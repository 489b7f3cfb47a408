/** Tests of the formats. */
@NullMarked
package dev.geodesic.export;

import org.jspecify.annotations.NullMarked;
