package dev.geodesic.space;

import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.Work;
import java.util.Locale;
import java.util.Optional;

/**
 * Predicts the device memory that a pack takes while it trains, the data left out. Only what grows
 * with the model or the batch is counted, so the prediction is a lower bound: a pack that it finds
 * too large is too large.
 */
public final class Footprint {
  private static final double FLOAT = 4;
  private static final double DOUBLE = 8;
  private static final double GIGA = 1e9;

  /** Arrays of the predictions' shape: logits, probabilities, residual, direction, its change. */
  private static final int PANELS = 5;

  private Footprint() {}

  /**
   * Returns the bytes that a pack takes.
   *
   * @param features number of features of a sample, the bias not among them
   * @param classes number of classes
   */
  public static double bytes(Pack pack, int features, int classes) {
    Geometry geometry = geometry(pack, features, classes);
    Work work = pack.specs().get(0).optimizer().work(geometry);
    return geometry.trials() * model(geometry) + matrices(geometry, work);
  }

  /**
   * Returns why a pack cannot train, with a remedy; empty if it may.
   *
   * @param features number of features of a sample, the bias not among them
   * @param classes number of classes
   * @param memory bytes of the device
   */
  public static Optional<String> shortage(Pack pack, int features, int classes, long memory) {
    Geometry geometry = geometry(pack, features, classes);
    int trials = geometry.trials();
    if (geometry.layers().stream().anyMatch(layer -> trials * layer.size() > Integer.MAX_VALUE)) {
      return Optional.of(
          "a layer of %,d %s must have at most %,d weights, for %,d features and %,d classes; use fewer"
              .formatted(
                  trials, trials == 1 ? "trial" : "trials", Integer.MAX_VALUE, features, classes));
    }
    double bytes = bytes(pack, features, classes);
    if (bytes <= memory) {
      return Optional.empty();
    }
    Work work = pack.specs().get(0).optimizer().work(geometry);
    boolean isMatrix = matrices(geometry, work) > geometry.trials() * model(geometry);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s at least %.1f GB of the device's memory for %,d features and %,d classes, got: %.1f GB; %s",
            pack.trials().size() == 1 ? "1 trial needs" : pack.trials().size() + " trials need",
            bytes / GIGA,
            features,
            classes,
            memory / GIGA,
            isMatrix
                ? "use an optimizer without matrices of that size, as sgd, adam, cg, or natural-gradient with solver closed-form"
                : "use fewer features, classes or hidden units"));
  }

  private static Geometry geometry(Pack pack, int features, int classes) {
    Pack.Structure structure = pack.structure();
    return new Geometry(
        structure.model().layers(features, classes),
        structure.data().batchSize(),
        pack.trials().size());
  }

  /** The bytes of one trial's weights and predictions. */
  private static double model(Geometry geometry) {
    return FLOAT * geometry.weights() + PANELS * DOUBLE * geometry.batch() * geometry.outputs();
  }

  /** The bytes of what a pack's optimizers keep beside weights and predictions. */
  private static double matrices(Geometry geometry, Work work) {
    return geometry.trials() * work.bytes() + work.packBytes();
  }
}
