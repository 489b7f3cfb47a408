/** What a cluster offers: its executors, slots and running tasks. */
@NullMarked
package dev.geodesic.sweep.cluster;

import org.jspecify.annotations.NullMarked;
