package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device.Precision;
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
    this.sumDamping = Arrays.stream(damping).map(lambda -> lambda * pass.labels().length).toArray();
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
    double[] parts = pass.partSquares(residual);
    double[] target = panels.dot(residual, residualMoved);
    for (int t = 0; t < target.length; t++) {
      target[t] *= trials.get(t).tolerance() * trials.get(t).tolerance();
    }
    preconditioning.apply();
    panels.copy(preconditioning.residual(), search);
    panels.copy(preconditioning.residualMoved(), searchMoved);
    double[] rz = panels.dot(residual, preconditioning.residualMoved());
    Panel product = pass.newPanel();
    Arrays.fill(running, true);
    while (isAnyRunning()) {
      pass.checkInterruption();
      descend(product, rz);
      pass.neuralTangent(residual, residualMoved, precision);
      double[] rr = panels.dot(residual, residualMoved);
      endAtRounding(rr, parts);
      preconditioning.apply();
      double[] next = panels.dot(residual, preconditioning.residualMoved());
      double[] beta = new double[rz.length];
      for (int t = 0; t < beta.length; t++) {
        running[t] &=
            rr[t] > target[t] && next[t] > 0 && iterations[t] < trials.get(t).iterations();
        beta[t] = running[t] ? next[t] / rz[t] : 0;
      }
      panels.scaleAndAdd(beta, search, preconditioning.residual());
      panels.scaleAndAdd(beta, searchMoved, preconditioning.residualMoved());
      rz = next;
    }
    pass.neuralTangent(solution, residualMoved, precision);
    return Pullback.of(pass, solution, panels.dot(solution, residualMoved));
  }

  /** Ends the trials whose residual is no longer than the rounding errors of its terms. */
  private void endAtRounding(double[] rr, double[] startingParts) {
    boolean isSmall = false;
    for (int t = 0; t < rr.length; t++) {
      isSmall |= running[t] && rr[t] < SMALL * startingParts[t];
    }
    if (isSmall) {
      double[] parts = pass.partSquares(residual);
      double unit = pass.isLinear() ? Precision.DOUBLE.unitRoundoff() : squaredUnit();
      for (int t = 0; t < rr.length; t++) {
        running[t] &= rr[t] > unit * pass.labels().length * parts[t];
      }
    }
  }

  /**
   * Relative rounding of ‖Jᵀr‖² in a network, where the vector Jᵀr itself is formed, in float32.
   */
  private double squaredUnit() {
    return Precision.SINGLE.unitRoundoff() * precision.unitRoundoff();
  }

  /** Goes along p by α = rᵀz / pᵀ(F + λI)p; ends the trials where that divisor is not positive. */
  private void descend(Panel product, double[] rz) {
    multiply(product);
    double[] curvature = panels.dot(searchMoved, product);
    double[] alpha = new double[rz.length];
    double[] minusAlpha = new double[rz.length];
    int batch = pass.labels().length;
    for (int t = 0; t < alpha.length; t++) {
      running[t] &= curvature[t] > 0;
      if (running[t]) {
        minusAlpha[t] = -rz[t] / curvature[t];
        alpha[t] = -batch * minusAlpha[t];
        iterations[t]++;
      }
    }
    panels.add(alpha, search, solution);
    panels.add(minusAlpha, product, residual);
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
      int batch = pass.labels().length;
      double[] curvature = meanCurvature();
      this.scales = new double[curvature.length];
      this.shifts = new double[curvature.length];
      double meanDiagonal = pass.sampleGram().meanDiagonal();
      double unit = meanDiagonal > 0 ? meanDiagonal : 1;
      for (int t = 0; t < scales.length; t++) {
        double damping = sumDamping[t] / batch / curvature[t];
        scales[t] = 1.0 / batch;
        shifts[t] = unit * (JITTER + Math.min(MOST, damping / unit));
      }
    }

    /** Returns s, the mean over samples and classes of p(1 − p), of each trial. */
    private double[] meanCurvature() {
      double[] squares = panels.dot(pass.probabilities(), pass.probabilities());
      int batch = pass.labels().length;
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
