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
 * What one step of one trial costs, in floating-point operations of a large product. What runs
 * slower than such a product, or is no arithmetic at all, counts for as many as would take its
 * time: the factors are fitted to {@code bench}, which CostModelTest holds them to. P stands for
 * the number of weights, B for the batch, C for the classes, n for the order of a matrix.
 *
 * @param trials of the pack, which share what depends on the data alone
 */
record StepCost(ModelShape model, int batch, int trials) {
  /** A pack's step, whatever it does, and what gathering an element of the batch adds. */
  private static final double STEP = 1.5e6;

  private static final double GATHERED = 100;

  /** A trial's share in it, and that of one that solves a system. */
  private static final double TRIAL = 1e5;

  private static final double SYSTEM = 5e5;

  /** The cost of a weight that an optimizer reads and writes besides, and of an operation on it. */
  private static final double PASS = 80;

  private static final double OPERATION = 8;

  /** The cost of an element of the predictions that a solver works with. */
  private static final double PREDICTION = 1000;

  /**
   * The cost of a product by XXᵀ: a factor on its operations, and of each element that it moves.
   */
  private static final double NARROW = 4;

  private static final double MOVED = 100;

  /** A truncated step below this cut-off is one that truncates nothing, for the most part. */
  private static final double HARDLY_TRUNCATED = 1e-8;

  /** The batch's loss and gradient. The first layer's inputs need no derivative. */
  double gradient() {
    double shared = STEP + GATHERED * batch * model.layers().get(0).inputs();
    return (model.isNetwork() ? 6 : 4) * batch * model.weights() + TRIAL + shared / trials;
  }

  /** What leads from the gradient to the direction. */
  double direction(OptimizerSpec optimizer) {
    if (optimizer instanceof FirstOrder first) {
      return first.operations() == 0
          ? 0
          : (PASS + OPERATION * first.operations()) * model.weights();
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
      // What the last direction knew is a product with every sample's gradient, in float64.
      double known = 16 * batch * model.weights();
      return known + (model.isNetwork() ? gram(exactOrder()) + cholesky(exactOrder()) : classes());
    }
    throw new IllegalArgumentException("optimizer must have a cost, got: " + optimizer);
  }

  private double exactOrder() {
    return batch * (model.classes() - 1);
  }

  private double natural(NaturalGradient natural) {
    // The empirical Fisher matrix has one direction a sample.
    double order = natural.fisher() == Fisher.EMPIRICAL ? batch : exactOrder();
    boolean isDamped = natural.reltol() == 0 && natural.damping().initial() > 0;
    boolean comesApart = !model.isNetwork() && natural.fisher() == Fisher.EXACT;
    if (natural.solver() == Solver.CLOSED_FORM) {
      return closedForm();
    }
    if (natural.solver() == Solver.AUTO && comesApart && isDamped && 2 * batch <= model.weights()) {
      return classes();
    }
    if (natural.solver() == Solver.DENSE
        || (natural.solver() == Solver.AUTO && order > model.weights())) {
      return eigenvalues(model.weights());
    }
    if (natural.solver() == Solver.AUTO && comesApart && natural.reltol() < HARDLY_TRUNCATED) {
      return closedForm() + proof();
    }
    boolean factors = natural.solver() == Solver.AUTO && isDamped;
    return gram(order) + (factors ? cholesky(order) : eigenvalues(order));
  }

  /** XXᵀ, which trials share. */
  private double samples() {
    return 3.0 * batch * batch * model.layers().get(0).inputs() / trials;
  }

  private double closedForm() {
    double shared = cube(batch) / trials;
    return samples() + shared + PREDICTION * batch * model.classes() + tangent();
  }

  /** The cost of one system of the batch's order for each class. */
  private double classes() {
    double classes = model.classes();
    return samples() + 1.9e6 + 375 * classes * square(batch) + 2 * classes * cube(batch);
  }

  /** That nothing is truncated, by the same matrices. */
  private double proof() {
    return 1.9e6 + 180 * model.classes() * square(batch);
  }

  /** A Gram matrix formed; that of softmax regression follows from the inputs' own. */
  private double gram(double order) {
    double formed =
        model.isNetwork()
            ? 2 * square(order) * model.layers().stream().mapToDouble(Layer::outputs).sum()
            : samples();
    return formed + SYSTEM + PREDICTION * batch * model.classes();
  }

  private static double cholesky(double n) {
    return 200 * square(n) + 0.4 * cube(n);
  }

  /** The reduction to tridiagonal form, and one vector turned by what follows. */
  private static double eigenvalues(double n) {
    return 1000 * square(n) + 4 * cube(n);
  }

  private static double eigenvectors(double n) {
    return 2 * eigenvalues(n);
  }

  /** XXᵀ times a cotangent. */
  private double tangent() {
    return NARROW * 2 * square(batch) * model.classes() + MOVED * batch * model.classes();
  }

  /** One Fisher-vector product an iteration, as many of them as there may be. */
  private double conjugateGradient(ConjugateGradient cg) {
    double product = model.isNetwork() ? 8 * batch * model.weights() : tangent();
    double preconditioner = cg.preconditioner() == Preconditioner.NONE ? 0 : cholesky(batch);
    return samples() + cg.iterations() * (product + preconditioner);
  }

  private double own(KroneckerFactored factored) {
    List<Layer> layers = model.layers();
    double cost = SYSTEM;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      cost += factor(factored, layer.outputs()) + (l == 0 ? 0 : factor(factored, layer.inputs()));
      // From the eigenbasis, in which the gradient is formed, on both sides.
      cost += 2 * layer.weights() * (layer.inputs() + layer.outputs());
      if (factored.eigenvalues() == Eigenvalues.CORRECTED) {
        cost += 4 * batch * layer.weights();
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
    return 2 * batch * square(order) + eigenvectors(order) / factored.updateEvery();
  }

  private static double square(double value) {
    return value * value;
  }

  private static double cube(double value) {
    return value * value * value;
  }
}
