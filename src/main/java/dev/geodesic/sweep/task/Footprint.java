package dev.geodesic.sweep.task;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.task.ModelShape.Layer;
import dev.geodesic.trial.FirstOrder;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Spring;

/**
 * Predicts the memory of a device that a pack takes while it trains, the data left out. Only what
 * grows with the model or the batch is counted, so it is a lower bound: a pack that it finds too
 * large is.
 */
public final class Footprint {
  private static final double FLOAT = 4;
  private static final double DOUBLE = 8;

  /** Arrays of the predictions' shape: logits, probabilities, residual, direction, its change. */
  private static final int PANELS = 5;

  /**
   * Bytes for each element of a Kronecker factor: moments and eigenvectors in float64, eigenvectors
   * also in float32.
   */
  private static final double KRONECKER = 2 * DOUBLE + FLOAT;

  /** A matrix and a copy of it to factor. */
  private static final int SYSTEM = 2;

  private final ModelShape model;
  private final double batch;

  private Footprint(ModelShape model, double batch) {
    this.model = model;
    this.batch = batch;
  }

  /** Bytes for a pack whose samples have {@code features}. */
  public static double bytes(Pack pack, double features, int classes) {
    Pack.Structure structure = pack.structure();
    Footprint footprint =
        new Footprint(
            ModelShape.of(structure.model(), features, classes), structure.data().batchSize());
    return footprint.ofPack(pack);
  }

  private double ofPack(Pack pack) {
    int trials = pack.trials().size();
    OptimizerSpec optimizer = pack.specs().get(0).optimizer();
    double width = model.layers().stream().mapToDouble(Layer::outputs).sum();
    double weights = (1 + memories(optimizer)) * FLOAT * model.weights();
    double panels = PANELS * DOUBLE * batch * width;
    return trials * (weights + panels + factors(optimizer) + outputFactors(optimizer))
        + small(optimizer);
  }

  /** Arrays of the weights' size that an optimizer keeps for each trial. */
  private static int memories(OptimizerSpec optimizer) {
    if (optimizer instanceof FirstOrder first) {
      return first.memories();
    }
    return optimizer instanceof Spring ? 1 : 0;
  }

  /** Each layer's two factors and their eigenvectors; all trials share that of the samples. */
  private double factors(OptimizerSpec optimizer) {
    if (!(optimizer instanceof KroneckerFactored)) {
      return 0;
    }
    double bytes = 0;
    for (int l = 0; l < model.layers().size(); l++) {
      Layer layer = model.layers().get(l);
      double inputs = l == 0 ? 0 : layer.inputs() * layer.inputs();
      bytes += KRONECKER * (inputs + layer.outputs() * layer.outputs());
    }
    return bytes;
  }

  /** What the trials of a pack use one after the other, or share. */
  private double small(OptimizerSpec optimizer) {
    if (optimizer instanceof KroneckerFactored) {
      double inputs = model.layers().get(0).inputs();
      return KRONECKER * inputs * inputs;
    }
    if (comesApart(optimizer)) {
      return DOUBLE * model.classes() * batch * batch;
    }
    double gram = batch * directions(optimizer);
    boolean dense =
        optimizer instanceof NaturalGradient natural
            && (natural.solver() == Solver.DENSE
                || (natural.solver() == Solver.AUTO && gram > model.weights()));
    double order = dense ? model.weights() : gram;
    return SYSTEM * DOUBLE * order * order;
  }

  /** Whether every step can be taken class by class, each class's matrix of the batch's order. */
  private boolean comesApart(OptimizerSpec optimizer) {
    boolean isDamped =
        optimizer instanceof Spring
            || (optimizer instanceof NaturalGradient natural
                && natural.solver() == Solver.AUTO
                && natural.reltol() == 0
                && natural.damping().initial() > 0
                && 2 * batch <= model.weights());
    return isDamped && !model.isNetwork();
  }

  /** Directions of a sample's predictions in a Gram matrix; 0 without such a matrix. */
  private double directions(OptimizerSpec optimizer) {
    if (optimizer instanceof NaturalGradient natural && natural.solver() != Solver.CLOSED_FORM) {
      return natural.fisher() == Fisher.EMPIRICAL ? 1 : model.classes() - 1;
    }
    return optimizer instanceof Spring ? model.classes() - 1 : 0;
  }

  /** What stands between a trial's predictions and its Gram matrix, sample by sample. */
  private double outputFactors(OptimizerSpec optimizer) {
    return comesApart(optimizer) ? 0 : DOUBLE * batch * directions(optimizer) * model.classes();
  }
}
