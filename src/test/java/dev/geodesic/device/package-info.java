@NullMarked
package dev.geodesic.device;

import org.jspecify.annotations.NullMarked;
