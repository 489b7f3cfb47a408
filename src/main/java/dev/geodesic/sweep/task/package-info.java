/** What an executor does: trains packs on its device and commits them. */
@NullMarked
package dev.geodesic.sweep.task;

import org.jspecify.annotations.NullMarked;
