/** Parameters that a user can set, the values that they may have, and assignments of values. */
@NullMarked
package dev.geodesic.parameter;

import org.jspecify.annotations.NullMarked;
