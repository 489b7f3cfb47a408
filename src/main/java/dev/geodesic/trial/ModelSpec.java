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
 */
public record ModelSpec(Assignment values) implements Serializable {
  /** None is softmax regression. */
  public static final Parameter<List<Integer>> HIDDEN =
      Parameter.of("hidden", new LayerWidths(), "widths of the hidden layers").or(List.of());

  /** Where there are no hidden units it decides nothing and is TANH. */
  public static final Parameter<Activation> ACTIVATION =
      Parameter.of("activation", Domains.choice(Activation.class), "function of the hidden units")
          .or(Activation.TANH);

  /** Of every layer. */
  public static final Parameter<Boolean> BIAS =
      Parameter.of("bias", Domains.flag(), "whether the layers have a bias").or(false);

  /** Where the weights start. */
  public static final Parameter<Initialization> INIT =
      Parameter.of("init", Domains.choice(Initialization.class), "where the weights start")
          .or(Initialization.GLOROT);

  /** All of them. */
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
   * The layers of the model, from the samples up.
   *
   * @param features of a sample, the bias not among them
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

  /** Widths of the hidden layers; none is softmax regression. */
  public List<Integer> hidden() {
    return values.get(HIDDEN);
  }

  /** Of the hidden units. */
  public Activation activation() {
    return values.get(ACTIVATION);
  }

  /** Whether every layer has a bias. */
  public boolean bias() {
    return values.get(BIAS);
  }

  /** Where the weights start. */
  public Initialization initialization() {
    return values.get(INIT);
  }
}
