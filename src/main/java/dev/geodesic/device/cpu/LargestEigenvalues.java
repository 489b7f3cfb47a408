package dev.geodesic.device.cpu;

import java.util.Arrays;

/**
 * σ_max of the Fisher matrices of a pack in softmax regression, by Lanczos iteration (Golub and Van
 * Loan, Matrix Computations, 4th ed., section 10.1) on vectors JᵀM that are held as their
 * cotangents M: F JᵀM = Jᵀ(S(p)·JJᵀM)/B, JJᵀ the Gram matrix K of the samples for every class. So
 * no matrix is formed, and all trials iterate side by side. Vectors are not reorthogonalised: a
 * ghost copy of the largest eigenvalue is as large.
 */
final class LargestEigenvalues {
  private static final int MOST_ITERATIONS = 60;

  /** Iterations between two checks of the Ritz values, each of which costs about an iteration. */
  private static final int LOOK_EVERY = 3;

  /** Relative tolerance of a Ritz value by bisection. */
  private static final double RITZ_TOLERANCE = 1e-12;

  /** Size of the scatter in the starting vector. */
  private static final double ELSEWHERE = 0.05;

  private final CpuPanels panels = new CpuPanels();
  private final CpuSoftmax softmax = new CpuSoftmax();
  private final CpuSampleGram inputs;
  private final CpuPanel probabilities;
  private final double tolerance;
  private final StepMemory memory;
  private final double[] found;
  private final boolean[] running;

  /**
   * The diagonal and, in {@code beta}, the off-diagonal of each trial's tridiagonal matrix, {@code
   * [trials, iterations]}.
   */
  private final double[][] alpha;

  private final double[][] beta;

  /** Powers of two that scale each trial's matrix to about 1, where no square underflows. */
  private final double[] scales;

  private LargestEigenvalues(
      CpuSampleGram inputs, CpuPanel probabilities, double tolerance, StepMemory memory) {
    this.inputs = inputs;
    this.probabilities = probabilities;
    this.tolerance = tolerance;
    this.memory = memory;
    int trials = probabilities.trials();
    this.found = new double[trials];
    this.running = new boolean[trials];
    this.alpha = new double[trials][MOST_ITERATIONS];
    this.beta = new double[trials][MOST_ITERATIONS];
    this.scales = new double[trials];
    Arrays.fill(scales, 1);
  }

  /**
   * Returns σ_max of each trial. A trial iterates until its largest Ritz value, which only grows,
   * gains less than {@code tolerance} of itself between two checks.
   *
   * @param inputs K
   */
  static double[] of(
      CpuSampleGram inputs, CpuPanel probabilities, double tolerance, StepMemory memory) {
    return new LargestEigenvalues(inputs, probabilities, tolerance, memory).find();
  }

  private double[] find() {
    Arrays.fill(running, true);
    CpuPanel previous = newPanel();
    CpuPanel current = start();
    CpuPanel currentMoved = newPanel();
    CpuPanel next = newPanel();
    CpuPanel nextMoved = newPanel();
    panels.clear(previous);
    move(current, currentMoved);
    normalise(lengths(current, currentMoved), current, currentMoved);
    for (int k = 0; isAnyRunning(); k++) {
      multiply(currentMoved, next);
      double[] along = panels.dot(next, currentMoved).get();
      if (k == 0) {
        scaleTo(along, next);
      }
      orthogonalise(k, along, current, previous, next);
      move(next, nextMoved);
      double[] lengths = lengths(next, nextMoved);
      look(k, lengths);
      normalise(lengths, next, nextMoved);
      CpuPanel free = previous;
      previous = current;
      current = next;
      next = free;
      CpuPanel freeMoved = currentMoved;
      currentMoved = nextMoved;
      nextMoved = freeMoved;
    }
    return found;
  }

  private CpuPanel newPanel() {
    return new CpuPanel(
        memory.doubles(probabilities.length()),
        probabilities.batch(),
        probabilities.trials(),
        probabilities.width());
  }

  /**
   * Returns a vector near x̄ ⊗ s, x̄ the mean input and s fixed: on images, near the eigenvector of
   * σ_max.
   */
  private CpuPanel start() {
    double[] row = new double[probabilities.width()];
    for (int c = 0; c < row.length; c++) {
      row[c] = c % 2 == 0 ? 1 : -0.5 * c;
    }
    CpuPanel start = newPanel();
    panels.scatter(row, ELSEWHERE, start);
    return start;
  }

  /** Writes the cotangent of BF JᵀM, scaled, for {@code moved} = JJᵀM. */
  private void multiply(CpuPanel moved, CpuPanel product) {
    softmax.covariance(probabilities, moved, product);
    panels.scale(scales, product);
  }

  /** Chooses the scales by the first Rayleigh quotients, which show the size of each matrix. */
  private void scaleTo(double[] quotients, CpuPanel product) {
    double[] factors = new double[quotients.length];
    for (int t = 0; t < factors.length; t++) {
      factors[t] = Math.scalb(1.0, -Math.getExponent(quotients[t]));
      quotients[t] *= factors[t];
    }
    System.arraycopy(factors, 0, scales, 0, scales.length);
    panels.scale(factors, product);
  }

  private void orthogonalise(
      int k, double[] along, CpuPanel current, CpuPanel previous, CpuPanel next) {
    double[] minusAlpha = new double[along.length];
    double[] minusBeta = new double[along.length];
    for (int t = 0; t < along.length; t++) {
      alpha[t][k] = along[t];
      minusAlpha[t] = -along[t];
      minusBeta[t] = k == 0 ? 0 : -beta[t][k - 1];
    }
    panels.add(minusAlpha, current, next);
    panels.add(minusBeta, previous, next);
  }

  private void move(CpuPanel cotangent, CpuPanel moved) {
    inputs.multiply(cotangent, moved);
  }

  /** ‖JᵀM‖ of each trial. */
  private double[] lengths(CpuPanel cotangent, CpuPanel moved) {
    double[] lengths = panels.dot(cotangent, moved).get();
    for (int t = 0; t < lengths.length; t++) {
      lengths[t] = Math.sqrt(lengths[t]);
    }
    return lengths;
  }

  private void normalise(double[] lengths, CpuPanel cotangent, CpuPanel moved) {
    double[] factors = new double[lengths.length];
    for (int t = 0; t < factors.length; t++) {
      factors[t] = lengths[t] > 0 ? 1 / lengths[t] : 0;
    }
    panels.scale(factors, cotangent);
    panels.scale(factors, moved);
  }

  /** Ends the trials whose largest Ritz value has converged. */
  private void look(int k, double[] lengths) {
    for (int t = 0; t < running.length; t++) {
      if (!running[t]) {
        continue;
      }
      beta[t][k] = lengths[t];
      // A shorter vector is rounding error. Negated, so that NaN ends the iteration, too.
      boolean ends = !(lengths[t] > tolerance * alpha[t][0]) || k == MOST_ITERATIONS - 1;
      if (ends || k % LOOK_EVERY == LOOK_EVERY - 1) {
        double ritz = largestRitzValue(t, k + 1) / scales[t] / inputs.batch();
        running[t] = !ends && ritz - found[t] > tolerance * ritz;
        found[t] = ritz;
      }
    }
  }

  /** Returns the largest eigenvalue of a trial's tridiagonal matrix, by bisection. */
  private double largestRitzValue(int t, int size) {
    double low = Double.NEGATIVE_INFINITY;
    double high = 0;
    for (int i = 0; i < size; i++) {
      low = Math.max(low, alpha[t][i]);
      double beside = (i == 0 ? 0 : beta[t][i - 1]) + (i == size - 1 ? 0 : beta[t][i]);
      high = Math.max(high, alpha[t][i] + beside);
    }
    // Negated, so that NaN ends it, too.
    while (!(high - low <= RITZ_TOLERANCE * high) && Double.isFinite(high)) {
      double middle = low + (high - low) / 2;
      if (isBeyondAll(t, size, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** Whether all eigenvalues of T are below x: all pivots of T − xI are negative. */
  private boolean isBeyondAll(int t, int size, double x) {
    double pivot = alpha[t][0] - x;
    for (int i = 1; i < size && pivot < 0; i++) {
      pivot = alpha[t][i] - x - beta[t][i - 1] * beta[t][i - 1] / pivot;
    }
    return pivot < 0;
  }

  private boolean isAnyRunning() {
    for (boolean runs : running) {
      if (runs) {
        return true;
      }
    }
    return false;
  }
}
