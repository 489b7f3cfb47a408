@NullMarked
package dev.geodesic.device.cpu;

import org.jspecify.annotations.NullMarked;
