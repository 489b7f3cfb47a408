package dev.geodesic.trial;

import java.io.Serializable;
import java.util.List;

/**
 * The model that a trial trains: a fully connected classifier with softmax output and cross-entropy
 * loss.
 *
 * @param hidden widths of the hidden layers; none is softmax regression
 * @param activation of the hidden units; where there are none it decides nothing and is TANH
 * @param bias whether every layer has a bias
 * @param initialization where the weights start
 */
public record ModelSpec(
    List<Integer> hidden, Activation activation, boolean bias, Initialization initialization)
    implements Serializable {
  public ModelSpec {
    hidden = List.copyOf(hidden);
    hidden.forEach(width -> Require.atLeast("hidden", 1, width));
    if (hidden.isEmpty()) {
      activation = Activation.TANH;
    } else if (initialization == Initialization.ZEROS) {
      throw new IllegalArgumentException(
          "init zeros leaves all hidden units alike for ever, and hidden is "
              + hidden
              + "; use glorot");
    }
  }

  /** Softmax regression. */
  public ModelSpec(List<Integer> hidden, boolean bias, Initialization initialization) {
    this(hidden, Activation.TANH, bias, initialization);
  }
}
