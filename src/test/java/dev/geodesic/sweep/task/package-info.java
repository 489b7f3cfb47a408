@NullMarked
package dev.geodesic.sweep.task;

import org.jspecify.annotations.NullMarked;
