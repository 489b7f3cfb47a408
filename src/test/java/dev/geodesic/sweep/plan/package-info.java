@NullMarked
package dev.geodesic.sweep.plan;

import org.jspecify.annotations.NullMarked;
