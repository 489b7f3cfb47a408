@NullMarked
package dev.geodesic.check;

import org.jspecify.annotations.NullMarked;
