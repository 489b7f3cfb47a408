/** What a sweep is to run, in which order, and how long that takes. */
@NullMarked
package dev.geodesic.sweep.plan;

import org.jspecify.annotations.NullMarked;
