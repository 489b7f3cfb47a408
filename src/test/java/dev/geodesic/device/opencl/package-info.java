@NullMarked
package dev.geodesic.device.opencl;

import org.jspecify.annotations.NullMarked;
