@NullMarked
package dev.geodesic.conf;

import org.jspecify.annotations.NullMarked;
