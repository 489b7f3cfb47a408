package dev.geodesic.trial;

import java.io.Serializable;
import java.util.List;

/**
 * The model that a trial trains: a classifier with softmax output and cross-entropy loss.
 *
 * @param hidden widths of the hidden layers; none is softmax regression
 * @param bias whether every layer has a bias
 * @param initialization where the weights start
 */
public record ModelSpec(List<Integer> hidden, boolean bias, Initialization initialization)
    implements Serializable {
  public ModelSpec {
    hidden = List.copyOf(hidden);
    if (!hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "hidden must be [] (softmax regression, the one model so far), got: " + hidden);
    }
  }
}
