@NullMarked
package dev.geodesic.report.page;

import org.jspecify.annotations.NullMarked;
