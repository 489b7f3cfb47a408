@NullMarked
package dev.geodesic.sweep.course;

import org.jspecify.annotations.NullMarked;
