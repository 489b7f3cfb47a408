@NullMarked
package dev.geodesic.sweep;

import org.jspecify.annotations.NullMarked;
