package dev.geodesic.check;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.FisherKernels.LayerFactor;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;

/**
 * Systems F = AAᵀ, g = Au of a pack's trials, on the device and on the host, with known, partly
 * repeated eigenvalues. Each trial has them in another order, along the same axes, and times a size
 * of its own.
 *
 * <p>They are those of one layer with one output over samples that are orthogonal up to rounding:
 * with D_b = √(λ_b·B) F is Σ λ_b x_b x_bᵀ, and with the empirical Fisher's u = 1/√B the right-hand
 * side is Σ √(λ_b/B)·x_b.
 */
final class SystemScene {
  private static final double[] EIGENVALUES = {0, 0, 1e-9, 1e-3, 0.5, 0.5, 2, 7, 10, 40};
  static final int ORDER = EIGENVALUES.length;

  /** The largest eigenvalue at size 1. */
  static final double LARGEST = EIGENVALUES[ORDER - 1];

  static final double ROUNDING = 100 * ORDER * Math.ulp(1.0);

  private final CheckContext s;
  private final double[] sizes;
  private final HostMatrix x;
  private final HostPanel carried;
  private final Factors factors;
  private final LayerFactor layer;

  /**
   * Creates systems.
   *
   * @param sizes one a trial; NaN makes a trial's system NaN
   */
  SystemScene(CheckContext s, double... sizes) {
    this.s = s;
    this.sizes = sizes;
    this.x = mirror(s);
    this.carried =
        HostPanel.of(ORDER, sizes.length, 1, (b, t, c) -> Math.sqrt(eigenvalue(t, b) * ORDER));
    HostPanel p = new HostPanel(ORDER, sizes.length, 2).map(value -> 0.5);
    double[] most = new double[sizes.length];
    Arrays.fill(most, StepSize.OFF);
    this.factors =
        s.device().fisher().factor(s.upload(p), s.upload(new int[ORDER]), Fisher.EMPIRICAL, most);
    this.layer = new LayerFactor(new LayerInput.Samples(s.upload(x)), s.upload(carried));
  }

  private double eigenvalue(int trial, int axis) {
    return EIGENVALUES[(axis + trial) % ORDER] * sizes[trial];
  }

  /** Returns a random reflection I − 2wwᵀ/‖w‖². */
  private static HostMatrix mirror(CheckContext s) {
    double[] w = s.random().doubles(ORDER, -1, 1).toArray();
    double square = Arrays.stream(w).map(value -> value * value).sum();
    float[] x = new float[ORDER * ORDER];
    for (int i = 0; i < x.length; i++) {
      int row = i / ORDER;
      int column = i % ORDER;
      x[i] = (float) ((row == column ? 1 : 0) - 2 * w[row] * w[column] / square);
    }
    return new HostMatrix(x, ORDER, ORDER);
  }

  /** Forms the systems of some trials on the device. */
  SymmetricSystems systems(int... trials) {
    return s.device().fisher().dense(List.of(layer), factors, trials);
  }

  /** Forms the systems of all trials on the device. */
  SymmetricSystems systems() {
    int[] all = new int[sizes.length];
    Arrays.setAll(all, t -> t);
    return systems(all);
  }

  /** Returns {@code factor} times the size of each trial. */
  double[] sized(double factor) {
    return Arrays.stream(sizes).map(size -> factor * size).toArray();
  }

  /** Returns A, of trial {@code t}, at row i and column b. */
  private double column(int t, int b, int i) {
    return carried.at(b, t, 0) / Math.sqrt(ORDER) * x.at(b, i);
  }

  /** Returns a trial's F. */
  double[] matrix(int t) {
    return Sums.of(1, ORDER, ORDER, ORDER, (z, i, j, b) -> column(t, b, i) * column(t, b, j))
        .values();
  }

  /** Returns a trial's g. */
  double[] vector(int t) {
    return Sums.of(ORDER, ORDER, (y, z, i, b) -> column(t, b, i) / Math.sqrt(ORDER)).values();
  }

  /** Returns the largest eigenvalue of a trial by Jacobi's rotations. */
  double largest(int trial) {
    return JacobiEigen.ascending(matrix(trial), ORDER).values()[ORDER - 1];
  }

  double length(int trial) {
    return Math.sqrt(Arrays.stream(vector(trial)).map(value -> value * value).sum());
  }

  /** Returns a trial's solution by Jacobi's rotations, with the trial's size times the damping. */
  private double[] solution(int trial, double reltol, double damping) {
    double size = sizes[trial];
    double[] vector = vector(trial);
    Eigen eigen = JacobiEigen.ascending(matrix(trial), ORDER);
    double[] solution = new double[ORDER];
    for (int k = 0; k < ORDER; k++) {
      double value = eigen.values()[k];
      if ((reltol == 0 && damping > 0) || value > reltol * LARGEST * size) {
        double part = 0;
        for (int i = 0; i < ORDER; i++) {
          part += eigen.vectors()[k * ORDER + i] * vector[i];
        }
        for (int i = 0; i < ORDER; i++) {
          solution[i] += part / (value + damping * size) * eigen.vectors()[k * ORDER + i];
        }
      }
    }
    return solution;
  }

  /**
   * Compares the solution of a system.
   *
   * @param lowest the lowest divisor among the eigenvalues with damping, at size 1
   */
  void nearSolution(
      SymmetricSystems systems, int system, double reltol, double damping, double lowest) {
    int t = systems.trial(system);
    double[] allowed = new double[ORDER];
    Arrays.fill(allowed, ROUNDING * LARGEST / lowest * length(t) / (lowest * sizes[t]));
    s.near("solution", systems.vector(system), solution(t, reltol, damping), allowed);
  }

  /** Returns the lowest divisor at size 1, where a number of eigenvalues is kept. */
  static double lowest(int rank, double damping) {
    return (rank == ORDER ? 0 : EIGENVALUES[ORDER - rank]) + damping;
  }
}
