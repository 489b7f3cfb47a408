@NullMarked
package dev.geodesic.newton;

import org.jspecify.annotations.NullMarked;
