/** What can be chosen, under which key, from which values, and a choice. */
@NullMarked
package dev.geodesic.parameter;

import org.jspecify.annotations.NullMarked;
