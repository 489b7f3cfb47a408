package dev.geodesic.device.cpu;

import dev.geodesic.device.KroneckerFactor;
import java.util.Arrays;

/**
 * The eigenvalues of the matrices of a {@link KroneckerFactor}, as last decomposed, and what
 * follows from them. A single matrix belongs to all trials.
 */
public final class MomentSpectra {
  /** The largest order whose square an array can hold. */
  private static final int MOST_ORDER = 46_340;

  private final int order;

  /** {@code [matrices, order]}. */
  private double[] values;

  /** The unit of each matrix. */
  private double[] units;

  /** For each eigenvector of each matrix, the first one that it is alike to, possibly itself. */
  private int[] alike;

  /** Creates spectra of matrices that are zero. */
  public MomentSpectra(int order, int matrices) {
    if (order > MOST_ORDER) {
      throw new IllegalArgumentException(
          "a Kronecker factor must be of order <= %d, got: %d inputs of a layer; use cg, or fewer features"
              .formatted(MOST_ORDER, order));
    }
    this.order = order;
    this.values = new double[matrices * order];
    this.units = new double[matrices];
    Arrays.fill(units, 1);
    this.alike = new int[matrices * order];
  }

  public int order() {
    return order;
  }

  public int matrices() {
    return units.length;
  }

  /** Whether all trials share one matrix. */
  public boolean isShared() {
    return units.length == 1;
  }

  /** Returns where the eigenvalues of a trial begin in {@link #values}. */
  int first(int trial) {
    return isShared() ? 0 : trial * order;
  }

  /** Returns the eigenvalues, {@code [matrices, order]}, to be read only. */
  public double[] values() {
    return values;
  }

  /** Returns the unit of each matrix, to be read only. */
  public double[] units() {
    return units;
  }

  /** See {@link KroneckerFactor#unit}. */
  public double unit(int trial) {
    return units[isShared() ? 0 : trial];
  }

  /** Returns the first eigenvector of a trial that eigenvector {@code k} is alike to. */
  public int alike(int trial, int k) {
    return alike[first(trial) + k];
  }

  /** See {@link KroneckerFactor#eigenvalues}. */
  public double[] eigenvalues(int trial) {
    int from = first(trial);
    return Arrays.copyOfRange(values, from, from + order);
  }

  /** See {@link KroneckerFactor#meanEigenvalue}. */
  public double meanEigenvalue(int trial) {
    int from = first(trial);
    double sum = 0;
    for (int k = from; k < from + order; k++) {
      sum += values[k];
    }
    return sum / order;
  }

  /**
   * Replaces the eigenvalues of a matrix.
   *
   * @param sigma ascending but for zeros, which may stand anywhere; all NaN where the matrix is not
   *     finite
   */
  public void replace(int matrix, double[] sigma) {
    System.arraycopy(sigma, 0, values, matrix * order, order);
    double largest = 0;
    for (double value : sigma) {
      largest = Math.max(largest, value);
    }
    units[matrix] = largest > 0 ? Math.scalb(1.0, Math.getExponent(largest)) : 1;
    groupAlike(matrix, KroneckerFactor.ZERO * largest);
  }

  private void groupAlike(int matrix, double zero) {
    int start = matrix * order;
    int firstZero = -1;
    int first = -1;
    for (int k = 0; k < order; k++) {
      double sigma = values[start + k];
      if (sigma <= zero) {
        firstZero = firstZero < 0 ? k : firstZero;
        alike[start + k] = firstZero;
      } else {
        first =
            first >= 0 && sigma <= values[start + first] * (1 + KroneckerFactor.EQUAL) ? first : k;
        alike[start + k] = first;
      }
    }
  }

  /** Keeps only the matrices at these positions, which ascend. */
  public void retain(int[] kept) {
    for (int t = 0; t < kept.length; t++) {
      System.arraycopy(values, kept[t] * order, values, t * order, order);
      System.arraycopy(alike, kept[t] * order, alike, t * order, order);
      units[t] = units[kept[t]];
    }
    values = Arrays.copyOf(values, kept.length * order);
    alike = Arrays.copyOf(alike, kept.length * order);
    units = Arrays.copyOf(units, kept.length);
  }
}
