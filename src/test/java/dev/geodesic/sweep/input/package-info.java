@NullMarked
package dev.geodesic.sweep.input;

import org.jspecify.annotations.NullMarked;
