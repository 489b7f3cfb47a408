package dev.geodesic.sweep.plan;

import dev.geodesic.sweep.task.ModelShape;
import dev.geodesic.sweep.task.ModelShape.Layer;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.FirstOrder;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Spring;
import java.util.List;

/**
 * Floating-point operations of one step of one trial. P stands for the number of weights, B for the
 * batch, C for the classes.
 */
record StepCost(ModelShape model, int batch) {
  /** A Cholesky factorisation is n³/3 operations, an eigendecomposition about this many n³. */
  private static final double EIGENVALUES = 4;

  private static final double CHOLESKY = 1.0 / 3;

  /** Operations on small matrices run at about this part of the speed of large products. */
  private static final double SMALL_MATRIX_PENALTY = 8;

  /** The batch's loss and gradient. The first layer's inputs need no derivative. */
  double gradient() {
    return (model.isNetwork() ? 6 : 4) * batch * model.weights();
  }

  /**
   * What leads from the gradient to the direction.
   *
   * @param trials of the pack, which share what depends on the data alone
   */
  double direction(OptimizerSpec optimizer, int trials) {
    if (optimizer instanceof FirstOrder first) {
      return first.operations() * model.weights();
    }
    if (optimizer instanceof NaturalGradient natural) {
      return natural(natural);
    }
    if (optimizer instanceof ConjugateGradient cg) {
      return conjugateGradient(cg);
    }
    if (optimizer instanceof KroneckerFactored factored) {
      return own(factored) + shared(factored) / trials;
    }
    if (optimizer instanceof Spring) {
      // What the last direction knew is a product with every sample's gradient, there and back.
      return gram(batch * (model.classes() - 1), CHOLESKY) + 4 * batch * model.weights();
    }
    throw new IllegalArgumentException("optimizer must have a cost, got: " + optimizer);
  }

  private double natural(NaturalGradient natural) {
    // The empirical Fisher matrix has one direction a sample.
    double order = batch * (natural.fisher() == Fisher.EMPIRICAL ? 1 : model.classes() - 1);
    if (natural.solver() == Solver.DENSE
        || (natural.solver() == Solver.AUTO && order > model.weights())) {
      return EIGENVALUES * cube(model.weights());
    }
    if (natural.solver() == Solver.CLOSED_FORM) {
      return small(CHOLESKY, batch);
    }
    return gram(order, natural.reltol() == 0 ? CHOLESKY : EIGENVALUES);
  }

  /** A Gram matrix formed and factored; that of softmax regression follows from the inputs' own. */
  private double gram(double order, double factor) {
    double formed =
        model.isNetwork()
            ? 2 * order * order * model.layers().stream().mapToDouble(Layer::outputs).sum()
            : 0;
    return formed + small(factor, order);
  }

  /** One Fisher-vector product an iteration, as many of them as there may be. */
  private double conjugateGradient(ConjugateGradient cg) {
    double product =
        model.isNetwork() ? 8 * batch * model.weights() : 2.0 * batch * batch * model.classes();
    double preconditioner =
        cg.preconditioner() == Preconditioner.NONE ? 0 : small(EIGENVALUES, batch);
    return cg.iterations() * product + preconditioner;
  }

  private double own(KroneckerFactored factored) {
    List<Layer> layers = model.layers();
    double cost = 0;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      cost += factor(factored, layer.outputs()) + (l == 0 ? 0 : factor(factored, layer.inputs()));
      // Into the eigenbasis and back, on both sides.
      cost += 4 * layer.weights() * (layer.inputs() + layer.outputs());
      if (factored.eigenvalues() == Eigenvalues.CORRECTED) {
        cost += 2 * batch * (square(layer.inputs()) + square(layer.outputs()) + layer.weights());
      }
    }
    return cost;
  }

  /** All trials of a pack read the same samples. */
  private double shared(KroneckerFactored factored) {
    return factor(factored, model.layers().get(0).inputs());
  }

  /** A second moment of the batch, and now and then its eigendecomposition. */
  private double factor(KroneckerFactored factored, double order) {
    return 2 * batch * square(order) + small(EIGENVALUES, order) / factored.updateEvery();
  }

  private static double small(double factor, double order) {
    return SMALL_MATRIX_PENALTY * factor * cube(order);
  }

  private static double square(double value) {
    return value * value;
  }

  private static double cube(double value) {
    return value * value * value;
  }
}
