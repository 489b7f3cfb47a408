@NullMarked
package dev.geodesic.sweep.reproduce;

import org.jspecify.annotations.NullMarked;
