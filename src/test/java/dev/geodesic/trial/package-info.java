@NullMarked
package dev.geodesic.trial;

import org.jspecify.annotations.NullMarked;
