/** Plans a sweep: the packs to run, their order, and an estimate of the time. */
@NullMarked
package dev.geodesic.sweep.plan;

import org.jspecify.annotations.NullMarked;
