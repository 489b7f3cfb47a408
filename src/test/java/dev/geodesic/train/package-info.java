@NullMarked
package dev.geodesic.train;

import org.jspecify.annotations.NullMarked;
