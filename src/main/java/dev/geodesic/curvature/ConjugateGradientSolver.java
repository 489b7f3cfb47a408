package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Solves (F + λI)d = g by conjugate gradients (Hestenes and Stiefel 1952) from zero, for all trials
 * of a pack side by side. All vectors are pullbacks JᵀM and are held as their cotangents M: F JᵀM =
 * Jᵀ(S(p)·JJᵀM)/B, and the scalar product of two is tr MᵀJJᵀM′. So an iteration takes one product
 * by JJᵀ, in softmax regression in float64 and of the batch's size, and no vector leaves the range
 * of F: without damping it converges to F⁺g.
 *
 * <p>A cotangent may have a part that Jᵀ maps to zero. That part adds rounding errors alone to the
 * length of JᵀM, so a trial ends once the residual is no longer than such errors.
 */
public final class ConjugateGradientSolver {
  /** Share of Σ_b ‖J_bᵀr_b‖² at the start below which the rounding of ‖Jᵀr‖² is estimated. */
  private static final double SMALL = 1e-10;

  private final ForwardPass pass;
  private final PanelKernels panels;
  private final List<ConjugateGradient> trials;

  /** The precision of products by JJᵀ in a network. */
  private final Precision precision;

  /** Bλ of each trial. */
  private final double[] sumDamping;

  private final boolean[] running;
  private final int[] iterations;

  /**
   * Cotangents of d, of the residual r = g − (F + λI)d with JJᵀr, and of the search direction p
   * with JJᵀp.
   */
  private final Panel solution;

  private final Panel residual;
  private final Panel residualMoved;
  private final Panel search;
  private final Panel searchMoved;

  private ConjugateGradientSolver(
      ForwardPass pass, List<ConjugateGradient> trials, double[] damping, Precision precision) {
    this.pass = pass;
    this.precision = precision;
    this.panels = pass.device().panels();
    this.trials = trials;
    this.sumDamping = Arrays.stream(damping).map(lambda -> lambda * pass.batch()).toArray();
    this.running = new boolean[damping.length];
    this.iterations = new int[damping.length];
    this.solution = pass.newPanel();
    this.residual = pass.lossCotangent();
    this.residualMoved = pass.newPanel();
    this.search = pass.newPanel();
    this.searchMoved = pass.newPanel();
  }

  /**
   * Computes the natural gradients of a batch, before the learning rate. In a network the products
   * by JJᵀ are float32; the trials whose sums cancel too much are done again in float64.
   *
   * @param trials one entry a trial, all with the same preconditioner
   * @param damping λ of each trial
   * @return h(F)g of every trial, with the iterations that it took
   */
  public static Solution solve(ForwardPass pass, List<ConjugateGradient> trials, double[] damping) {
    ConjugateGradientSolver solver =
        new ConjugateGradientSolver(pass, trials, damping, Precision.SINGLE);
    Pullback pullback = solver.iterate();
    int[] wide = pullback.wide();
    if (!pass.isLinear() && wide.length > 0) {
      ConjugateGradientSolver again =
          new ConjugateGradientSolver(pass, trials, damping, Precision.DOUBLE);
      pullback = pullback.with(wide, again.iterate());
      for (int t : wide) {
        solver.iterations[t] = again.iterations[t];
      }
    }
    return pullback.solution(solver.curvature(damping));
  }

  private List<Curvature> curvature(double[] damping) {
    return IntStream.range(0, damping.length)
        .mapToObj(t -> new Curvature(SolverPath.CG, null, null, damping[t], iterations[t], null))
        .toList();
  }

  private Pullback iterate() {
    if (pass.isLinear()) {
      pass.sampleGram().projectOntoRange(residual);
    }
    Preconditioning preconditioning = preconditioning();
    panels.clear(solution);
    pass.neuralTangent(residual, residualMoved, precision);
    Numbers parts = pass.partSquares(residual);
    Numbers first = panels.dot(residual, residualMoved);
    preconditioning.apply();
    panels.copy(preconditioning.residual(), search);
    panels.copy(preconditioning.residualMoved(), searchMoved);
    Numbers rz = panels.dot(residual, preconditioning.residualMoved());
    Panel product = pass.newPanel();
    Arrays.fill(running, true);
    while (isAnyRunning()) {
      pass.checkInterruption();
      Numbers curvature = descend(product, rz);
      pass.neuralTangent(residual, residualMoved, precision);
      Numbers rr = panels.dot(residual, residualMoved);
      preconditioning.apply();
      Numbers next = panels.dot(residual, preconditioning.residualMoved());
      // Only now does the host wait, once an iteration.
      count(curvature.get());
      endAtRounding(rr.get(), parts.get());
      endAtTarget(rr.get(), next.get(), first.get());
      Numbers beta = panels.quotients(whereRunning(1), next, rz);
      panels.scaleAndAdd(beta, search, preconditioning.residual());
      panels.scaleAndAdd(beta, searchMoved, preconditioning.residualMoved());
      rz = next;
    }
    pass.neuralTangent(solution, residualMoved, precision);
    Numbers squaredLengths = panels.dot(solution, residualMoved);
    return Pullback.of(pass, Cotangents.of(pass, solution, squaredLengths));
  }

  /** Counts an iteration of the trials that have gone along p; ends those that could not. */
  private void count(double[] curvature) {
    for (int t = 0; t < curvature.length; t++) {
      running[t] &= curvature[t] > 0;
      iterations[t] += running[t] ? 1 : 0;
    }
  }

  /** Ends the trials that are near enough to the solution, or as near as their iterations bring. */
  private void endAtTarget(double[] rr, double[] rz, double[] first) {
    for (int t = 0; t < rr.length; t++) {
      ConjugateGradient trial = trials.get(t);
      double target = first[t] * trial.tolerance() * trial.tolerance();
      running[t] &= rr[t] > target && rz[t] > 0 && iterations[t] < trial.iterations();
    }
  }

  /** Returns a number for the trials that go on, and 0 for the others. */
  private double[] whereRunning(double number) {
    double[] numbers = new double[running.length];
    for (int t = 0; t < numbers.length; t++) {
      numbers[t] = running[t] ? number : 0;
    }
    return numbers;
  }

  /** Ends the trials whose residual is no longer than the rounding errors of its terms. */
  private void endAtRounding(double[] rr, double[] startingParts) {
    boolean isSmall = false;
    for (int t = 0; t < rr.length; t++) {
      isSmall |= running[t] && rr[t] < SMALL * startingParts[t];
    }
    if (isSmall) {
      double[] parts = pass.partSquares(residual).get();
      double unit = pass.isLinear() ? Precision.DOUBLE.unitRoundoff() : squaredUnit();
      for (int t = 0; t < rr.length; t++) {
        running[t] &= rr[t] > unit * pass.batch() * parts[t];
      }
    }
  }

  /**
   * Relative rounding of ‖Jᵀr‖² in a network, where the vector Jᵀr itself is formed, in float32.
   */
  private double squaredUnit() {
    return Precision.SINGLE.unitRoundoff() * precision.unitRoundoff();
  }

  /**
   * Goes along p by α = rᵀz / pᵀ(F + λI)p, where that divisor is positive.
   *
   * @return B times the divisors
   */
  private Numbers descend(Panel product, Numbers rz) {
    multiply(product);
    Numbers curvature = panels.dot(searchMoved, product);
    Numbers alpha = panels.quotients(whereRunning(pass.batch()), rz, curvature);
    panels.add(alpha, search, solution);
    Numbers minus = panels.quotients(whereRunning(-1), rz, curvature);
    panels.add(minus, product, residual);
    return curvature;
  }

  /** Writes B(F + λI)p: the sum over the batch, as to divide by B would take one more pass. */
  private void multiply(Panel product) {
    pass.device().softmax().covariance(pass.probabilities(), searchMoved, product);
    panels.add(sumDamping, search, product);
  }

  private boolean isAnyRunning() {
    for (boolean runs : running) {
      if (runs) {
        return true;
      }
    }
    return false;
  }

  private Preconditioning preconditioning() {
    return trials.get(0).preconditioner() == Preconditioner.NONE
        ? new Preconditioning(residual, residualMoved)
        : new SecondMoment();
  }

  /** Holds the preconditioned residual z and JJᵀz; without a preconditioner z is the residual. */
  private static class Preconditioning {
    private final Panel z;
    private final Panel zMoved;

    Preconditioning(Panel z, Panel zMoved) {
      this.z = z;
      this.zMoved = zMoved;
    }

    Panel residual() {
      return z;
    }

    Panel residualMoved() {
      return zMoved;
    }

    /** Computes z and JJᵀz from the residual. */
    void apply() {}
  }

  /**
   * Preconditions by the second moment of the samples: z = (K/B + λ/s)⁻¹r, s the mean curvature of
   * the softmax, so that Kz = B(r − λz/s) takes no product.
   */
  private final class SecondMoment extends Preconditioning {
    /** Added to λ/s, in units of the mean diagonal of K, so that K may be singular. */
    private static final double JITTER = 1e-6;

    /** Bound on λ/s in the same units: beyond it Kz would be a difference of equal numbers. */
    private static final double MOST = 1e6;

    private final double[] scales;
    private final double[] shifts;

    SecondMoment() {
      super(pass.newPanel(), pass.newPanel());
      int batch = pass.batch();
      Numbers squares = panels.dot(pass.probabilities(), pass.probabilities());
      double meanDiagonal = pass.sampleGram().meanDiagonal().get()[0];
      double[] curvature = meanCurvature(squares.get());
      this.scales = new double[curvature.length];
      this.shifts = new double[curvature.length];
      double unit = meanDiagonal > 0 ? meanDiagonal : 1;
      for (int t = 0; t < scales.length; t++) {
        double damping = sumDamping[t] / batch / curvature[t];
        scales[t] = 1.0 / batch;
        shifts[t] = unit * (JITTER + Math.min(MOST, damping / unit));
      }
    }

    /** Returns s, the mean over samples and classes of p(1 − p), of each trial; squares Σp². */
    private double[] meanCurvature(double[] squares) {
      int batch = pass.batch();
      int classes = pass.probabilities().width();
      return Arrays.stream(squares)
          .map(sum -> Math.max((batch - sum) / (batch * classes), Double.MIN_NORMAL))
          .toArray();
    }

    @Override
    void apply() {
      panels.copy(ConjugateGradientSolver.this.residual, residual());
      pass.sampleGram().solveShifted(scales, shifts, residual());
      panels.copy(ConjugateGradientSolver.this.residual, residualMoved());
      double[] minusShifts = new double[shifts.length];
      double[] rescale = new double[shifts.length];
      for (int t = 0; t < shifts.length; t++) {
        minusShifts[t] = -shifts[t];
        rescale[t] = 1 / scales[t];
      }
      panels.add(minusShifts, residual(), residualMoved());
      panels.scale(rescale, residualMoved());
    }
  }
}
