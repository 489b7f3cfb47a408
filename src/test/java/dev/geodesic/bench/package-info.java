@NullMarked
package dev.geodesic.bench;

import org.jspecify.annotations.NullMarked;
