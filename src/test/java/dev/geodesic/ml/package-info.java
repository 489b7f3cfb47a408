@NullMarked
package dev.geodesic.ml;

import org.jspecify.annotations.NullMarked;
