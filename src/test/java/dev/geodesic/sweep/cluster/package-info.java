@NullMarked
package dev.geodesic.sweep.cluster;

import org.jspecify.annotations.NullMarked;
