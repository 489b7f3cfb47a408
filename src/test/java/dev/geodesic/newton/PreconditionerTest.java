package dev.geodesic.newton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.newton.PenalisedLoss.Point;
import dev.geodesic.newton.SteihaugPath.Step;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreconditionerTest {
  private static final int FEATURES = 6;
  private static final int CLASSES = 3;

  private final LocalData data = LocalData.random(60, FEATURES, CLASSES, 3);

  private PenalisedLoss problem(double regularization) {
    Settings settings =
        new Settings(
            CLASSES, regularization, Settings.Penalized.RAW, Settings.Intercept.FITTED, 1e-10, 50);
    return new PenalisedLoss(data, data.moments(), settings, data.sample());
  }

  private static double[] random(int length, long seed) {
    return new Random(seed).doubles(length, -1, 1).toArray();
  }

  @Test
  void choleskySolvesSystemsOfManyBlocks() {
    int order = 130;
    double[] factor = random(order * order, 4);
    double[] matrix = new double[Cholesky.length(order)];
    Blas.addGram(order, order, factor, matrix);
    for (int i = 0; i < order; i++) {
      matrix[i * order + i] += 1;
    }
    double[] x = random(order, 5);
    double[] b = new double[order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        b[i] += matrix[Math.max(i, j) * order + Math.min(i, j)] * x[j];
      }
    }
    Cholesky.of(order, matrix, 0).solve(b);
    assertThat(b).containsExactly(x, within(1e-9));
  }

  /** Where all rows are predicted alike, C ⊗ S is the Hessian, but for 1e-6 of S. */
  @Test
  void atTheStartThePreconditionerIsTheHessian() {
    PenalisedLoss problem = problem(0.1);
    Point start = problem.evaluate(problem.start());
    double[] direction = sumless(random(start.at().length, 6));
    double[] back = problem.preconditioner(start).solve(problem.product(start, direction));
    assertThat(back).containsExactly(direction, within(1e-4));
  }

  /** Takes the mean over the classes away, of which the loss knows nothing. */
  private static double[] sumless(double[] vector) {
    for (int from = 0; from < vector.length; from += CLASSES) {
      double mean = 0;
      for (int k = 0; k < CLASSES; k++) {
        mean += vector[from + k] / CLASSES;
      }
      for (int k = 0; k < CLASSES; k++) {
        vector[from + k] -= mean;
      }
    }
    return vector;
  }

  @Test
  void aWholePathSolvesTheSystem() {
    PenalisedLoss problem = problem(0.1);
    Point point = problem.evaluate(sumless(random(problem.start().length, 7)));
    SteihaugPath path = path(problem, point, 1e-9);
    Step step = path.within(Double.POSITIVE_INFINITY);
    double[] residual = problem.product(point, step.direction());
    Blas.add(1, point.gradient(), residual);
    assertThat(Math.sqrt(Blas.dot(residual, residual))).isLessThan(1e-7 * point.gradientNorm());
    assertThat(path.within(1.001 * step.norm()).direction()).isEqualTo(step.direction());
    // The minimum of the model is −½ gᵀH⁻¹g = ½ gᵀd.
    double decrease = -Blas.dot(point.gradient(), step.direction()) / 2;
    assertThat(step.predicted()).isCloseTo(decrease, within(1e-9 * decrease));
  }

  @Test
  void aSmallerRegionEndsThePathEarlierAtItsBorder() {
    PenalisedLoss problem = problem(0.01);
    Point point = problem.evaluate(sumless(random(problem.start().length, 8)));
    SteihaugPath path = path(problem, point, 1e-9);
    double whole = path.within(Double.POSITIVE_INFINITY).norm();
    double before = 0;
    for (double share : new double[] {0.01, 0.3, 0.6, 0.9, 0.99}) {
      Step step = path.within(share * whole);
      assertThat(step.norm()).isEqualTo(share * whole);
      double[] product = problem.product(point, step.direction());
      double model =
          -Blas.dot(point.gradient(), step.direction()) - Blas.dot(step.direction(), product) / 2;
      assertThat(step.predicted()).isCloseTo(model, within(1e-9 * model)).isGreaterThan(before);
      before = step.predicted();
    }
  }

  private static SteihaugPath path(PenalisedLoss problem, Point point, double tolerance) {
    return SteihaugPath.follow(
        point.gradient(),
        direction -> problem.product(point, direction),
        problem.preconditioner(point),
        tolerance);
  }

  @Test
  void bothPreconditionersLeadToTheSameOptimum() {
    Solution kronecker = TrustRegionNewton.minimize(problem(1e-3));
    Settings settings = problem(1e-3).settings();
    Solution diagonal =
        TrustRegionNewton.minimize(new PenalisedLoss(data, data.moments(), settings, null));
    assertThat(kronecker.coefficients()).containsExactly(diagonal.coefficients(), within(1e-6));
    int last = kronecker.summary().iterations();
    assertThat(kronecker.summary().gradientNorm()[last]).isLessThan(1e-8);
  }
}
