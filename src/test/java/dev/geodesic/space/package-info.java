@NullMarked
package dev.geodesic.space;

import org.jspecify.annotations.NullMarked;
