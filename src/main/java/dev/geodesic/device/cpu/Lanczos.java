package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsterf_work;
import static org.bytedeco.openblas.global.openblas.cblas_dsymv;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;

/**
 * The largest eigenvalue of a symmetric matrix by Lanczos iteration (Golub and Van Loan, Matrix
 * Computations, 4th ed., section 10.1). Vectors are not reorthogonalised: a ghost copy of the
 * largest eigenvalue is as large.
 */
final class Lanczos implements AutoCloseable {
  private static final int MOST_ITERATIONS = 60;

  /** Iterations between two checks of the Ritz values, each of which costs about an iteration. */
  private static final int LOOK_EVERY = 3;

  /** Size of the random direction that is added to a guess of norm 1. */
  private static final double ELSEWHERE = 0.05;

  private final int order;
  private final double[] anywhere;
  private final double[] start;
  private final double[] alpha = new double[MOST_ITERATIONS];
  private final double[] beta = new double[MOST_ITERATIONS];

  /** The last two vectors of the iteration and the next one; they take turns. */
  private double[] previous;

  private double[] current;
  private double[] next;
  private final DoublePointer nativeVector;
  private final DoublePointer nativeProduct;
  private final DoublePointer diagonal = new DoublePointer(MOST_ITERATIONS);
  private final DoublePointer offDiagonal = new DoublePointer(MOST_ITERATIONS);

  Lanczos(int order) {
    this.order = order;
    this.previous = new double[order];
    this.current = new double[order];
    this.next = new double[order];
    this.nativeVector = new DoublePointer(order);
    this.nativeProduct = new DoublePointer(order);
    // Any fixed vector with a part in every direction.
    SplittableRandom random = new SplittableRandom(order);
    this.anywhere = random.doubles(order, -1, 1).toArray();
    scale(anywhere, 1 / norm(anywhere));
    this.start = anywhere.clone();
  }

  /**
   * Starts the next iteration near a guess at the eigenvector, which saves steps. A little of a
   * random direction is added, as a guess orthogonal to the eigenvector would miss it.
   */
  void startNear(double[] guess) {
    double norm = norm(guess);
    double scale = norm > 0 && Double.isFinite(norm) ? 1 / norm : 0;
    for (int i = 0; i < order; i++) {
      start[i] = scale * guess[i] + ELSEWHERE * anywhere[i];
    }
    scale(start, 1 / norm(start));
  }

  /** Starts the next iteration at a random vector, always the same. */
  void startAnywhere() {
    System.arraycopy(anywhere, 0, start, 0, order);
  }

  /**
   * Returns the largest eigenvalue. Iterates until the largest Ritz value, which only grows, gains
   * less than {@code tolerance} of itself between two checks.
   */
  double largestEigenvalue(DoublePointer matrix, double tolerance) {
    Arrays.fill(previous, 0);
    System.arraycopy(start, 0, current, 0, order);
    double largest = 0;
    double scale = inverseSize(matrix);
    for (int k = 0; k < MOST_ITERATIONS; k++) {
      multiply(matrix);
      scale(next, scale);
      alpha[k] = dot(current, next);
      double before = k == 0 ? 0 : beta[k - 1];
      for (int i = 0; i < order; i++) {
        next[i] -= alpha[k] * current[i] + before * previous[i];
      }
      beta[k] = norm(next);
      // Negated, so that NaN ends the iteration, too.
      boolean ends = !(beta[k] > 0) || k == MOST_ITERATIONS - 1;
      if (ends || k % LOOK_EVERY == LOOK_EVERY - 1) {
        double ritz = largestOfTridiagonal(k + 1);
        boolean grows = ritz - largest > tolerance * ritz;
        largest = ritz;
        if (ends || !grows) {
          break;
        }
      }
      scale(next, 1 / beta[k]);
      double[] free = previous;
      previous = current;
      current = next;
      next = free;
    }
    return largest / scale;
  }

  /** Returns a power of two that scales the matrix to about 1, where no square underflows. */
  private double inverseSize(DoublePointer matrix) {
    double largest = 0;
    for (int i = 0; i < order; i++) {
      largest = Math.max(largest, matrix.get((long) i * (order + 1)));
    }
    return Math.scalb(1.0, -Math.getExponent(largest));
  }

  /** {@code next = matrix · current}. */
  private void multiply(DoublePointer matrix) {
    nativeVector.put(current, 0, order);
    cblas_dsymv(
        CblasColMajor, CblasLower, order, 1, matrix, order, nativeVector, 1, 0, nativeProduct, 1);
    nativeProduct.get(next, 0, order);
  }

  private double largestOfTridiagonal(int size) {
    diagonal.put(alpha, 0, size);
    offDiagonal.put(beta, 0, size);
    LAPACKE_dsterf_work(size, diagonal, offDiagonal);
    return diagonal.get(size - 1L);
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  @Override
  public void close() {
    nativeVector.close();
    nativeProduct.close();
    diagonal.close();
    offDiagonal.close();
  }
}
