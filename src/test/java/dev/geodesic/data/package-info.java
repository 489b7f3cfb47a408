@NullMarked
package dev.geodesic.data;

import org.jspecify.annotations.NullMarked;
