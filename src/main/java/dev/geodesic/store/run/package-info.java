/** The record of a run: which program ran, when, where, and at what cost. */
@NullMarked
package dev.geodesic.store.run;

import org.jspecify.annotations.NullMarked;
