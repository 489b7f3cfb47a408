@NullMarked
package dev.geodesic.report;

import org.jspecify.annotations.NullMarked;
