@NullMarked
package dev.geodesic.optim;

import org.jspecify.annotations.NullMarked;
