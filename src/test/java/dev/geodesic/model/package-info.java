@NullMarked
package dev.geodesic.model;

import org.jspecify.annotations.NullMarked;
