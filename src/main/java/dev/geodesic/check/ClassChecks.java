package dev.geodesic.check;

import dev.geodesic.check.CheckContext.Reading;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;

/** Checks of the methods of {@link FisherKernels} for softmax regression without a Gram matrix. */
final class ClassChecks {
  /** Shapes for which K is regular. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1, 2),
          new Shape(2, 2, 3, 2),
          new Shape(1, 16, 49, 10),
          Shape.ODD,
          new Shape(65, 3, 4, 3));

  /** More samples than features: K is singular. */
  private static final Shape WIDE = new Shape(3, 9, 4, 5);

  private ClassChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("FisherKernels");
    for (Shape shape : SHAPES) {
      checks.add(shape.toString(), s -> gradient(s, shape, 3), "probabilityGradient");
      for (double damping : new double[] {1e-3, 1, 1e6}) {
        String words = "%s, damping %.0e".formatted(shape, damping);
        checks.add(words, s -> solved(s, shape, 3, damping), "solveByClass");
      }
      checks.add(shape.toString(), s -> exceeded(s, shape), "exceedByClass");
      checks.add(shape.toString(), s -> largest(s, shape, 3), "largestEigenvalues");
    }
    for (double spread : new double[] {0, 30, 300, 1000}) {
      String words = "%s, logits to %.0e".formatted(Shape.ODD, spread);
      checks.add(words, s -> gradient(s, Shape.ODD, spread), "probabilityGradient");
      checks.add(words, s -> solved(s, Shape.ODD, spread, 0.1), "solveByClass");
      checks.add(words, s -> largest(s, Shape.ODD, spread), "largestEigenvalues");
    }
    checks.add(WIDE.toString(), s -> solved(s, WIDE, 3, 0.1), "solveByClass");
    checks.add(WIDE.toString(), s -> largest(s, WIDE, 3), "largestEigenvalues");
    return checks.all();
  }

  private static void gradient(CheckContext s, Shape n, double spread) {
    Panel p = Predictions.random(s, n, spread).upload(s);
    HostPanel host = s.download(p);
    int[] labels = s.labels(n.batch(), n.outputs());
    double[] most = new double[n.trials()];
    Arrays.setAll(most, t -> t % 2 == 0 ? StepSize.OFF : 3);
    Panel gradient = s.garbage(n.batch(), n.trials(), n.outputs());
    s.device().fisher().probabilityGradient(p, s.upload(labels), most, gradient);
    HostPanel expected =
        HostPanel.of(
            n.batch(),
            n.trials(),
            n.outputs(),
            (b, t, c) -> c == labels[b] ? -Math.min(1 / host.at(b, t, c), most[t]) : 0);
    Rounding rounding = Rounding.wide(1);
    s.near(gradient, expected, (b, t, c) -> rounding.of(Math.abs(expected.at(b, t, c))));
  }

  /** Checks that (S(p)K/B + λI)M = S(p)V/B, and that a trial of λ = 0 is left out. */
  private static void solved(CheckContext s, Shape n, double spread, double damping) {
    Panel p = Predictions.random(s, n, spread).upload(s);
    Reading x = s.samples(n.batch(), n.inputs(), State.PLAIN);
    HostPanel v = s.panel(n.batch(), n.trials(), n.outputs());
    double[] lambda = new double[n.trials()];
    Arrays.setAll(lambda, t -> t % 3 == 1 ? 0 : damping * (t + 1));
    Panel panel = s.upload(v);
    boolean[] solved = s.device().fisher().solveByClass(s.sampleGram(x), p, lambda, panel).get();
    HostPanel found = s.download(panel);
    HostPanel host = s.download(p);
    double[] k = gram(n, x);
    for (int t = 0; t < n.trials(); t++) {
      s.compare()
          .holds("trial %d must be solved if damped".formatted(t), solved[t] == lambda[t] > 0);
      if (lambda[t] == 0) {
        s.compare().same("undamped trial", found.trials(t).values(), v.trials(t).values());
      } else {
        nearMultipliedBack(s, n, k, host.trials(t), lambda[t], v.trials(t), found.trials(t));
      }
    }
  }

  /** Returns XXᵀ, row-major. */
  private static double[] gram(Shape n, Reading x) {
    return Sums.of(
            1, n.batch(), n.batch(), n.inputs(), (l, i, j, f) -> x.at(i, 0, f) * x.at(j, 0, f))
        .values();
  }

  /**
   * Multiplies the solution of one trial by its system, and compares the product with the
   * right-hand side.
   */
  private static void nearMultipliedBack(
      CheckContext s, Shape n, double[] k, HostPanel p, double lambda, HostPanel v, HostPanel m) {
    int batch = n.batch();
    Rounding rounding = Rounding.wide(8 * (batch + n.outputs()) + n.inputs());
    for (int b = 0; b < batch; b++) {
      double[][] covariance = OutputCurvature.of(Fisher.EXACT, p.row(b, 0), 0);
      for (int c = 0; c < n.outputs(); c++) {
        double sum = lambda * m.at(b, 0, c);
        double right = 0;
        double size = Math.abs(sum);
        for (int e = 0; e < n.outputs(); e++) {
          double factor = covariance[c][e] / batch;
          right += factor * v.at(b, 0, e);
          size += Math.abs(factor * v.at(b, 0, e));
          for (int j = 0; j < batch; j++) {
            sum += factor * k[b * batch + j] * m.at(j, 0, e);
            // This product bounds the rounding of a Cholesky factorisation.
            double bound = Math.sqrt(k[b * batch + b] * k[j * batch + j]);
            size += (Math.abs(factor) * bound + lambda) * Math.abs(m.at(j, 0, e));
          }
        }
        s.compare().near("right-hand side", sum, right, rounding.of(size));
      }
    }
  }

  /**
   * Checks shifts near the least eigenvalue of (√p ∘ XXᵀ ∘ √p)/B among the classes, which decides.
   */
  private static void exceeded(CheckContext s, Shape n) {
    Panel p = Predictions.random(s, n, 1).upload(s);
    Reading x = s.samples(n.batch(), n.inputs(), State.PLAIN);
    HostPanel host = s.download(p);
    double[] k = gram(n, x);
    double[] least = new double[n.trials()];
    Arrays.setAll(least, t -> leastEigenvalue(n, k, host.trials(t)));
    double[] factors = {0, 0.99, 1.01};
    for (int round = 0; round < factors.length; round++) {
      double[] cutoffs = new double[n.trials()];
      for (int t = 0; t < cutoffs.length; t++) {
        cutoffs[t] = factors[(round + t) % factors.length];
      }
      boolean[] found =
          s.device().fisher().exceedByClass(s.sampleGram(x), p, cutoffs, Numbers.of(least)).get();
      for (int t = 0; t < n.trials(); t++) {
        s.compare().holds("cut-off of trial " + t, found[t] == cutoffs[t] < 1);
      }
    }
  }

  private static double leastEigenvalue(Shape n, double[] k, HostPanel p) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < n.outputs(); c++) {
      double[][] matrix = new double[n.batch()][n.batch()];
      for (int i = 0; i < n.batch(); i++) {
        for (int j = 0; j < n.batch(); j++) {
          double roots = Math.sqrt(p.at(i, 0, c) * p.at(j, 0, c));
          matrix[i][j] = roots * k[i * n.batch() + j] / n.batch();
        }
      }
      least = Math.min(least, Arrays.stream(JacobiEigen.of(matrix).values()).min().orElseThrow());
    }
    return least;
  }

  /**
   * Checks against all eigenvalues of the Gram matrix of columns x_b ⊗ L_bj/√B, with L_j = √p_j(e_j
   * − p) and so LLᵀ = S(p), and that no bit of a trial depends on the others.
   */
  private static void largest(CheckContext s, Shape n, double spread) {
    HostPanel p = s.download(Predictions.random(s, n, spread).upload(s));
    Reading x = s.samples(n.batch(), n.inputs(), State.PLAIN);
    SampleGram inputs = s.sampleGram(x);
    double[] k = gram(n, x);
    double tolerance = 1e-6;
    FisherKernels kernels = s.device().fisher();
    double[] found = kernels.largestEigenvalues(inputs, s.upload(p), tolerance).get();
    s.compare().same("count", found.length, n.trials());
    for (int t = 0; t < n.trials(); t++) {
      HostPanel own = p.trials(t);
      double expected = largestEigenvalue(n, k, own);
      s.compare().near("largest eigenvalue", t, found[t], expected, 10 * tolerance * expected);
      s.compare()
          .same(
              "alone",
              kernels.largestEigenvalues(inputs, s.upload(own), tolerance).get()[0],
              found[t]);
    }
  }

  private static double largestEigenvalue(Shape n, double[] k, HostPanel p) {
    int classes = n.outputs();
    double[][] columns = new double[n.batch() * classes][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(p.row(i / classes, 0), i % classes);
    }
    double[][] matrix = new double[columns.length][columns.length];
    for (int i = 0; i < columns.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        double overlap = k[i / classes * n.batch() + j / classes] / n.batch();
        for (int c = 0; c < classes; c++) {
          matrix[i][j] += overlap * columns[i][c] * columns[j][c];
        }
      }
    }
    return Arrays.stream(JacobiEigen.of(matrix).values()).max().orElseThrow();
  }

  private static double[] column(double[] p, int j) {
    double[] column = OutputCurvature.residual(p, j);
    for (int c = 0; c < p.length; c++) {
      column[c] *= -Math.sqrt(p[j]);
    }
    return column;
  }
}
