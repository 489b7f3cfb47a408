@NullMarked
package dev.geodesic.machine;

import org.jspecify.annotations.NullMarked;
