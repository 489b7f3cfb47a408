@NullMarked
package dev.geodesic.proof;

import org.jspecify.annotations.NullMarked;
