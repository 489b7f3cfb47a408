package dev.geodesic.device.opencl;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Systems made from their eigenvalues, so that every h(M)v is known: M = V Λ Vᵀ, with the
 * eigenvectors V a product of reflections. Each system has the eigenvalues in another order, along
 * the same axes, and times a size of its own.
 */
final class SystemsScene {
  private static final int REFLECTIONS = 3;

  private final double[] eigenvalues;
  private final double[] sizes;
  private final double[][] mirrors = new double[REFLECTIONS][];
  private final double[] vector;

  /**
   * Creates systems.
   *
   * @param sizes one a system; NaN makes it NaN
   */
  SystemsScene(double[] eigenvalues, double... sizes) {
    this.eigenvalues = eigenvalues;
    this.sizes = sizes;
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < REFLECTIONS; k++) {
      double[] mirror = random.doubles(order(), -1, 1).toArray();
      double norm = norm(mirror);
      mirrors[k] = Arrays.stream(mirror).map(x -> x / norm).toArray();
    }
    vector = random.doubles(order(), -1, 1).toArray();
  }

  int order() {
    return eigenvalues.length;
  }

  int count() {
    return sizes.length;
  }

  double eigenvalue(int system, int axis) {
    return eigenvalues[(axis + system) % order()] * sizes[system];
  }

  double largest(int system) {
    return Arrays.stream(eigenvalues).max().orElseThrow() * sizes[system];
  }

  static double norm(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(value -> value * value).sum());
  }

  private double[] turn(double[] x, boolean isTransposed) {
    double[] y = x.clone();
    for (int k = 0; k < REFLECTIONS; k++) {
      double[] mirror = mirrors[isTransposed ? REFLECTIONS - 1 - k : k];
      double dot = 0;
      for (int i = 0; i < y.length; i++) {
        dot += y[i] * mirror[i];
      }
      for (int i = 0; i < y.length; i++) {
        y[i] -= 2 * dot * mirror[i];
      }
    }
    return y;
  }

  /** Returns M, {@code [order, order]}. */
  double[] matrix(int system) {
    int n = order();
    double[] matrix = new double[n * n];
    for (int j = 0; j < n; j++) {
      double[] column = new double[n];
      column[j] = 1;
      column = turn(column, true);
      for (int k = 0; k < n; k++) {
        column[k] *= eigenvalue(system, k);
      }
      column = turn(column, false);
      for (int i = j; i < n; i++) {
        matrix[i * n + j] = column[i];
        matrix[j * n + i] = column[i];
      }
    }
    return matrix;
  }

  /** Returns v, which is the same for all systems. */
  double[] vector() {
    return vector.clone();
  }

  /** Returns the lowest divisor of a solution. */
  double lowest(int system, double reltol, double damping) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < order(); k++) {
      if (isKept(system, k, reltol, damping)) {
        lowest = Math.min(lowest, eigenvalue(system, k) + damping);
      }
    }
    return lowest;
  }

  int rank(int system, double reltol, double damping) {
    int rank = 0;
    for (int k = 0; k < order(); k++) {
      rank += isKept(system, k, reltol, damping) ? 1 : 0;
    }
    return rank;
  }

  private boolean isKept(int system, int axis, double reltol, double damping) {
    return (reltol == 0 && damping > 0) || eigenvalue(system, axis) > reltol * largest(system);
  }

  double[] solution(int system, double reltol, double damping) {
    double[] coefficients = turn(vector, true);
    for (int k = 0; k < order(); k++) {
      coefficients[k] =
          isKept(system, k, reltol, damping)
              ? coefficients[k] / (eigenvalue(system, k) + damping)
              : 0;
    }
    return turn(coefficients, false);
  }

  /** Returns systems in device memory; what is above the diagonals is not a number. */
  OpenClSystems upload(Gear gear, boolean isGram, int... systems) {
    int n = order();
    double[] matrices = new double[systems.length * n * n];
    double[] vectors = new double[systems.length * n];
    for (int k = 0; k < systems.length; k++) {
      double[] matrix = matrix(systems[k]);
      for (int i = 0; i < n; i++) {
        Arrays.fill(matrix, i * n + i + 1, (i + 1) * n, Double.NaN);
      }
      System.arraycopy(matrix, 0, matrices, k * n * n, n * n);
      System.arraycopy(vector, 0, vectors, k * n, n);
    }
    return upload(gear, isGram, n, systems, matrices, vectors);
  }

  static OpenClSystems upload(
      Gear gear, boolean isGram, int order, int[] trials, double[] matrices, double[] vectors) {
    Buffer m = gear.pool().lendDoubles(matrices.length);
    Buffer v = gear.pool().lendDoubles(vectors.length);
    gear.queue().write(matrices, m);
    gear.queue().write(vectors, v);
    return new OpenClSystems(gear, order, trials, m, v, isGram);
  }
}
