/**
 * The morning report: one self-contained page. Each section is a record that Java computes and
 * tests, and a script of the same name draws.
 */
@NullMarked
package dev.geodesic.report.page;

import org.jspecify.annotations.NullMarked;
