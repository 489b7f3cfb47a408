/**
 * The report of a sweep as one self-contained page. The data of each section are a record that Java
 * computes, and a script draws them.
 */
@NullMarked
package dev.geodesic.report.page;

import org.jspecify.annotations.NullMarked;
