package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The model that a trial trains: a fully connected classifier with softmax output and cross-entropy
 * loss.
 *
 * @param values of {@link #PARAMETERS}; those that are not given take their defaults
 */
public record ModelSpec(Assignment values) implements Serializable {
  /** Widths of the hidden layers; an empty list is softmax regression. */
  public static final Parameter<List<Integer>> HIDDEN =
      Parameter.of("hidden", new LayerWidths(), "widths of the hidden layers").or(List.of());

  /** Function of the hidden units; without any it decides nothing and is TANH. */
  public static final Parameter<Activation> ACTIVATION =
      Parameter.of("activation", Domains.choice(Activation.class), "function of the hidden units")
          .or(Activation.TANH);

  /** Whether every layer has a bias. */
  public static final Parameter<Boolean> BIAS =
      Parameter.of("bias", Domains.flag(), "whether the layers have a bias").or(false);

  /** How the first weights are chosen. */
  public static final Parameter<Initialization> INIT =
      Parameter.of("init", Domains.choice(Initialization.class), "where the weights start")
          .or(Initialization.GLOROT);

  /** All parameters of the model. */
  public static final List<Parameter<?>> PARAMETERS = List.of(HIDDEN, ACTIVATION, BIAS, INIT);

  public ModelSpec {
    values = values.complete(PARAMETERS);
    List<Integer> hidden = values.get(HIDDEN);
    if (hidden.isEmpty()) {
      values = values.with(ACTIVATION, Activation.TANH);
    } else if (values.get(INIT) == Initialization.ZEROS) {
      throw new IllegalArgumentException(
          "init zeros leaves all hidden units alike for ever, and hidden is "
              + hidden
              + "; use glorot");
    }
  }

  /**
   * Returns the layers of the model, from the samples up.
   *
   * @param features number of features of a sample, the bias not among them
   * @param classes number of classes
   */
  public List<Layer> layers(int features, int classes) {
    int one = bias() ? 1 : 0;
    List<Layer> layers = new ArrayList<>();
    int inputs = features;
    for (int width : hidden()) {
      layers.add(new Layer(inputs + one, width));
      inputs = width;
    }
    layers.add(new Layer(inputs + one, classes));
    return layers;
  }

  /** The widths of the hidden layers; empty for softmax regression. */
  public List<Integer> hidden() {
    return values.get(HIDDEN);
  }

  /** The function of the hidden units. */
  public Activation activation() {
    return values.get(ACTIVATION);
  }

  /** Whether every layer has a bias. */
  public boolean bias() {
    return values.get(BIAS);
  }

  /** How the first weights are chosen. */
  public Initialization initialization() {
    return values.get(INIT);
  }
}
