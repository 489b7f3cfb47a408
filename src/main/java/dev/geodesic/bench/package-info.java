/** Measures training on this machine, each figure beside what its arithmetic alone would take. */
@NullMarked
package dev.geodesic.bench;

import org.jspecify.annotations.NullMarked;
