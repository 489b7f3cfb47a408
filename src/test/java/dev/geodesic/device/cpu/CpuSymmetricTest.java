package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Solvers on M = V Λ Vᵀ made from its eigenvalues, so that every h(M)v is known: V is the
 * reflection I − 2wwᵀ, and its columns are the eigenvectors.
 */
class CpuSymmetricTest {
  private static final double[] EIGENVALUES = {0, 0, 1e-9, 1e-3, 0.5, 0.5, 2, 7, 10, 40};

  private final int n = EIGENVALUES.length;
  private final double[] mirror = unit(new SplittableRandom(3).doubles(n, -1, 1).toArray());
  private final double[] v = new SplittableRandom(4).doubles(n, -1, 1).toArray();

  private static double[] unit(double[] vector) {
    double norm = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
    return Arrays.stream(vector).map(x -> x / norm).toArray();
  }

  private double[] reflect(double[] x) {
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += x[i] * mirror[i];
    }
    double[] y = x.clone();
    for (int i = 0; i < n; i++) {
      y[i] -= 2 * dot * mirror[i];
    }
    return y;
  }

  private CpuSymmetric system(double size) {
    CpuSymmetric system = new CpuSymmetric(n);
    double[] matrix = new double[n * n];
    for (int j = 0; j < n; j++) {
      double[] column = new double[n];
      column[j] = 1;
      column = reflect(column);
      for (int k = 0; k < n; k++) {
        column[k] *= EIGENVALUES[k] * size;
      }
      System.arraycopy(reflect(column), 0, matrix, j * n, n);
    }
    system.nativeMatrix().put(matrix, 0, n * n);
    system.nativeVector().put(v, 0, n);
    return system;
  }

  private double[] expected(double reltol, double damping) {
    double[] coefficients = reflect(v);
    for (int k = 0; k < n; k++) {
      boolean kept = (reltol == 0 && damping > 0) || EIGENVALUES[k] > reltol * EIGENVALUES[n - 1];
      coefficients[k] = kept ? coefficients[k] / (EIGENVALUES[k] + damping) : 0;
    }
    return reflect(coefficients);
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(tolerance * largest));
    }
  }

  /** A Gram matrix takes the image of a large vector; here none is, or else it must not matter. */
  @ParameterizedTest
  @CsvSource({"0.01, 0", "0.01, 0.3", "0, 0.3"})
  void aGramMatrixIsOneLikeAnyOther(double reltol, double damping) {
    try (CpuSymmetric system = system(1)) {
      system.holdsGram(new double[system.order()]);
      system.solveTruncated(reltol, damping);
      assertClose(system.vector(), expected(reltol, damping), 1e-12);
    }
  }

  /**
   * Of A = [e₁ + e₂, s(e₁ − e₂ + e₃), e₂ + e₄] and u = (1, 1/s, 2): a column of s = 1e-12 with an
   * element of 1e12, ε of which would swamp the others.
   */
  private static double[] solveGraded(double reltol, double damping) {
    double s = 1e-12;
    try (CpuSymmetric system = new CpuSymmetric(3)) {
      system.nativeMatrix().put(new double[] {2, 0, 1, 0, 3 * s * s, -s, 1, -s, 2}, 0, 9);
      system.nativeVector().put(new double[] {1, 1 / s, 2}, 0, 3);
      system.holdsGram(new double[system.order()]);
      system.solveTruncated(reltol, damping);
      double[] x = system.vector();
      x[1] *= s;
      return x;
    }
  }

  /** The ordinary columns have the eigenvalues 3 and 1, and the image of u in them is (4, 4). */
  @Test
  void truncationDropsASmallColumnHoweverLargeItsElement() {
    double[] x = solveGraded(0.01, 0);
    assertThat(x[0]).isCloseTo(4.0 / 9, within(1e-11));
    assertThat(x[1]).isCloseTo(0, within(1e-11));
    assertThat(x[2]).isCloseTo(4.0 / 9, within(1e-11));
  }

  /** The small column's element is 1/(sλ), and moves the third of the others by 1/λ. */
  @Test
  void dampingKeepsASmallColumnAndItsElement() {
    double damping = 0.25;
    double[] x = solveGraded(0, damping);
    assertThat(x[1]).isCloseTo(1 / damping, within(1e-11));
    assertThat((2 + damping) * x[0] + x[2]).isCloseTo(1, within(1e-11));
    assertThat(x[0] + (2 + damping) * x[2]).isCloseTo(2 + 1 / damping, within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-250, 1e-170, 1, 1e170})
  void findsTheLargestEigenvalueAtAnySize(double size) {
    try (CpuSymmetric system = system(size)) {
      assertThat(system.largestEigenvalue(1e-9)).isCloseTo(40 * size, within(1e-8 * size));
    }
  }
}
