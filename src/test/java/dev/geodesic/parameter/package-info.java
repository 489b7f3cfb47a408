@NullMarked
package dev.geodesic.parameter;

import org.jspecify.annotations.NullMarked;
