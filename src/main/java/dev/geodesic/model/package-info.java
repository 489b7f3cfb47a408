/** Networks: predictions, loss, and the pullback of a cotangent on the logits to the weights. */
@NullMarked
package dev.geodesic.model;

import org.jspecify.annotations.NullMarked;
