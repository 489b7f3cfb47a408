package dev.geodesic.sweep.task;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.Geometry;
import dev.geodesic.trial.Work;

/**
 * Predicts the device memory that a pack takes while it trains, the data left out. Only what grows
 * with the model or the batch is counted, so the prediction is a lower bound: a pack that it finds
 * too large is too large.
 */
public final class Footprint {
  private static final double FLOAT = 4;
  private static final double DOUBLE = 8;

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
    Pack.Structure structure = pack.structure();
    Geometry geometry =
        new Geometry(
            structure.model().layers(features, classes),
            structure.data().batchSize(),
            pack.trials().size());
    Work work = pack.specs().get(0).optimizer().work(geometry);
    double own =
        FLOAT * geometry.weights()
            + PANELS * DOUBLE * geometry.batch() * geometry.outputs()
            + work.bytes();
    return geometry.trials() * own + work.packBytes();
  }
}
