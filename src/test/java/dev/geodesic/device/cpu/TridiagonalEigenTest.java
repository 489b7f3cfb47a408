package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TridiagonalEigenTest {
  /** T v = S Λ Sᵀv, S orthogonal, and the eigenvalues of the second difference are known. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 144})
  void decomposesTheSecondDifference(int n) {
    TridiagonalEigen eigen = secondDifference(n);
    double[] v = new SplittableRandom(n).doubles(n, -1, 1).toArray();
    double[] moved = v.clone();
    eigen.decompose(moved);
    assertThat(norm(moved)).isCloseTo(norm(v), within(1e-13 * norm(v)));
    for (int i = 0; i < n; i++) {
      moved[i] *= eigen.diagonal()[i];
    }
    eigen.multiply(moved);
    for (int i = 0; i < n; i++) {
      double expected = 2 * v[i] - (i > 0 ? v[i - 1] : 0) - (i < n - 1 ? v[i + 1] : 0);
      assertThat(moved[i]).isCloseTo(expected, within(1e-13 * n));
    }
    double[] values = eigen.diagonal().clone();
    Arrays.sort(values);
    for (int k = 1; k <= n; k++) {
      double sine = Math.sin(k * Math.PI / (2 * (n + 1)));
      assertThat(values[k - 1]).isCloseTo(4 * sine * sine, within(1e-13 * n));
    }
  }

  /** The eigenvalues of the second difference are 4 sin²(kπ / 2(n + 1)). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 144})
  void countsWithoutFinding(int n) {
    TridiagonalEigen eigen = secondDifference(n);
    for (int k = 0; k <= n; k++) {
      double between = Math.sin((k + 0.5) * Math.PI / (2 * (n + 1)));
      assertThat(eigen.countUpTo(4 * between * between)).isEqualTo(k);
    }
    double sine = Math.sin(n * Math.PI / (2 * (n + 1)));
    assertThat(eigen.largest()).isCloseTo(4 * sine * sine, within(1e-14));
  }

  /** What is left is on one side, and a solve with it is the rest of the inverse. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 39, 40})
  void endsWhereTheRestLiesOnOneSide(int dropped) {
    int n = 40;
    double[] v = new SplittableRandom(n).doubles(n, -1, 1).toArray();
    TridiagonalEigen all = graded(n);
    double[] expected = v.clone();
    all.decompose(expected);
    double[] sorted = all.diagonal().clone();
    Arrays.sort(sorted);
    double bound = dropped == n ? 2 * sorted[n - 1] : sorted[dropped] * 0.9;
    for (int i = 0; i < n; i++) {
      expected[i] = all.diagonal()[i] > bound ? expected[i] / all.diagonal()[i] : 0;
    }
    all.multiply(expected);

    TridiagonalEigen some = graded(n);
    assertThat(some.countUpTo(bound)).isEqualTo(dropped);
    double[] actual = v.clone();
    int found = some.decompose(bound, dropped, actual);
    for (int i = 0; i < found; i++) {
      double sigma = some.diagonal()[i];
      actual[i] = sigma > bound ? actual[i] / sigma : 0;
    }
    if (dropped < n) {
      assertThat(found).isLessThan(n);
      some.solveRest(found, 0, actual);
    } else {
      Arrays.fill(actual, found, n, 0);
    }
    some.multiply(actual);
    for (int i = 0; i < n; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-11 * norm(expected)));
    }
  }

  /**
   * An eigenvalue at the bound can be counted on one side of it and be computed on the other. What
   * is left must lie on one side nevertheless: an eigenvalue of a null space that is taken for one
   * above the bound, and divided by, makes the step anything at all.
   */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8})
  void whatIsLeftIsCountedAgainBeforeItIsBelieved(int miscounted) {
    int n = 40;
    double bound = 1e-6;
    TridiagonalEigen eigen = graded(n);
    double[] v = new SplittableRandom(n).doubles(n, -1, 1).toArray();
    // Six eigenvalues of zero and one at the bound; every second one stands at the end.
    for (int i = 0; i < n; i++) {
      eigen.offDiagonal()[i] = 0;
      eigen.diagonal()[i] = i == 0 ? bound : i < 4 || i > n - 4 ? 0 : 1 + i;
    }
    int found = eigen.decompose(bound, miscounted, v);
    List<Double> left = Arrays.stream(eigen.diagonal()).skip(found).boxed().toList();
    assertThat(
            left.stream().allMatch(value -> value > bound)
                || left.stream().allMatch(value -> value <= bound))
        .as("%s", left)
        .isTrue();
    assertThat(eigen.isAbove(found, bound)).isEqualTo(left.stream().allMatch(x -> x > bound));
  }

  private static TridiagonalEigen secondDifference(int n) {
    TridiagonalEigen eigen = new TridiagonalEigen(n);
    Arrays.fill(eigen.diagonal(), 2);
    Arrays.fill(eigen.offDiagonal(), 0, n - 1, -1);
    return eigen;
  }

  /** Each element a fifth more than the last. */
  private static TridiagonalEigen graded(int n) {
    TridiagonalEigen eigen = new TridiagonalEigen(n);
    for (int i = 0; i < n; i++) {
      eigen.diagonal()[i] = 2.5 * Math.pow(1.2, i - n);
      eigen.offDiagonal()[i] = i < n - 1 ? Math.pow(1.2, i - n) : 0;
    }
    return eigen;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-18, 1e-300, Double.MIN_VALUE})
  void convergesWhereAllButOneDirectionIsNoise(double noise) {
    int n = 50;
    TridiagonalEigen eigen = new TridiagonalEigen(n);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < n; i++) {
      eigen.diagonal()[i] = noise * random.nextDouble(-1, 1);
      eigen.offDiagonal()[i] = noise * random.nextDouble(-1, 1);
    }
    eigen.diagonal()[20] = 1;
    eigen.decompose();
    assertThat(Arrays.stream(eigen.diagonal()).max().orElseThrow()).isCloseTo(1, within(1e-15));
  }

  /** Squares of numbers like these are no numbers any more. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-170, 1, 1e170, 1e300})
  void decomposesAtAnySize(double size) {
    int n = 12;
    TridiagonalEigen eigen = new TridiagonalEigen(n);
    Arrays.fill(eigen.diagonal(), 2 * size);
    Arrays.fill(eigen.offDiagonal(), -size);
    eigen.decompose();
    double[] values = eigen.diagonal().clone();
    Arrays.sort(values);
    for (int k = 1; k <= n; k++) {
      double sine = Math.sin(k * Math.PI / (2 * (n + 1)));
      assertThat(values[k - 1]).isCloseTo(4 * sine * sine * size, within(1e-13 * size));
    }
  }

  private static double norm(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
  }
}
