/** The vocabulary of a sweep: what a trial is, how it can end and what it leaves behind. */
@NullMarked
package dev.geodesic.trial;

import org.jspecify.annotations.NullMarked;
