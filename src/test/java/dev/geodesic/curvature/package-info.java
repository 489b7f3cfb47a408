@NullMarked
package dev.geodesic.curvature;

import org.jspecify.annotations.NullMarked;
