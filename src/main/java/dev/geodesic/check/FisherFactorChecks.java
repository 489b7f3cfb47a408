package dev.geodesic.check;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.trial.Fisher;
import java.util.List;

/** Checks the factors of {@link FisherKernels} by the products that they must form. */
final class FisherFactorChecks {
  /**
   * Error, relative to the square root of an element of p − e_y, that underflow near the least
   * p(label) may leave in N u.
   */
  private static final double UNDERFLOW = 1e-19;

  private FisherFactorChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("FisherKernels");
    for (FisherCase of : FisherCase.all()) {
      String words = of.toString();
      checks.add(
          words, s -> factor(s, of), "factor", "columns", "Factors.directions", "Factors.order");
      if (of.fisher() == Fisher.EXACT) {
        checks.add(words + ", element by element", s -> cholesky(s, of), "columns");
      }
      if (of.fisher() != Fisher.EMPIRICAL && of.spread() <= 3) {
        checks.add(words, s -> closedForm(s, of), "closedForm");
      }
    }
    return checks.all();
  }

  /**
   * Returns the rounding allowed for products of factors as small as √p, whose terms differ widely
   * in size.
   */
  private static Rounding rounding(FisherCase of) {
    double quick = of.fisher() == Fisher.SOFTMAX_OF_PROBABILITIES ? Rounding.EXPONENTIAL : 0;
    return new Rounding(Math.ulp(1.0) + quick, 1e-250, 16 * of.shape().outputs());
  }

  /** Checks that N Nᵀ = M, and √B·N u = (p − e_y)·min(1, most·p_y). */
  private static void factor(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    SampleGram inputs = scene.inputs(s);
    int r = scene.directions();
    s.compare().same("directions", scene.factors.directions(), r);
    s.compare().same("order", scene.factors.order(), scene.order());
    s.compare().same("rows of N", scene.n.batch(), scene.order());
    Rounding rounding = rounding(of);
    for (int t = 0; t < of.shape().trials(); t++) {
      double[] u = scene.u(s, inputs, t);
      for (int b = 0; b < of.shape().batch(); b++) {
        nearGradient(s, scene, rounding, b, t, u);
        nearCurvature(s, scene, rounding, b, t);
      }
    }
  }

  private static void nearGradient(
      CheckContext s, FisherScene scene, Rounding rounding, int b, int t, double[] u) {
    int r = scene.directions();
    double root = Math.sqrt(scene.shape.batch());
    double[] right = OutputCurvature.residual(scene.p(b, t), scene.labels[b]);
    Sums found =
        Sums.of(right.length, r, (x, y, i, j) -> root * scene.n.at(b * r + j, t, i) * u[b * r + j]);
    for (int i = 0; i < right.length; i++) {
      double wanted = scene.weight(b, t) * right[i];
      double allowed =
          UNDERFLOW * Math.sqrt(Math.abs(wanted))
              + rounding.of(found.sizes()[i] + Math.abs(wanted));
      s.compare().near("N u", found.values()[i], wanted, allowed);
    }
  }

  private static void nearCurvature(
      CheckContext s, FisherScene scene, Rounding rounding, int b, int t) {
    int r = scene.directions();
    double[][] m = OutputCurvature.of(scene.fisher, scene.p(b, t), scene.labels[b]);
    Sums found =
        Sums.of(
            1,
            m.length,
            m.length,
            r,
            (x, i, k, j) -> scene.n.at(b * r + j, t, i) * scene.n.at(b * r + j, t, k));
    for (int i = 0; i < m.length; i++) {
      for (int k = 0; k < m.length; k++) {
        double size = Math.max(Math.sqrt(m[i][i]) * Math.sqrt(m[k][k]), Math.abs(m[i][k]));
        double product = found.values()[i * m.length + k];
        s.compare().near("N N^T", product, m[i][k], rounding.of(size));
      }
    }
  }

  /**
   * Checks N against the closed form of the Cholesky factor of S(p), to all digits of its smallest
   * elements.
   */
  private static void cholesky(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Rounding rounding = Rounding.wide(8 * of.shape().outputs());
    for (int t = 0; t < of.shape().trials(); t++) {
      for (int b = 0; b < of.shape().batch(); b++) {
        double[] p = scene.p(b, t);
        double after = p[p.length - 1];
        for (int j = p.length - 2; j >= 0; j--) {
          double share = p[j] / (p[j] + after);
          for (int i = 0; i < p.length; i++) {
            double expected =
                i < j ? 0 : i == j ? Math.sqrt(share * after) : -p[i] * Math.sqrt(share / after);
            double found = scene.n.at(b * (p.length - 1) + j, t, i);
            s.compare().near("element of N", found, expected, rounding.of(Math.abs(expected)));
          }
          after += p[j];
        }
      }
    }
  }

  /** Checks that M R = (p − e_y)·min(1, most·p_y), and that the rows of R sum to 0. */
  private static void closedForm(CheckContext s, FisherCase of) {
    FisherScene scene = of.scene(s);
    Shape n = of.shape();
    Panel rows = s.garbage(n.batch(), n.trials(), n.outputs());
    s.device()
        .fisher()
        .closedForm(s.upload(scene.p), s.upload(scene.labels), of.fisher(), scene.most, rows);
    HostPanel found = s.download(rows);
    Rounding rounding = rounding(of);
    for (int b = 0; b < n.batch(); b++) {
      for (int t = 0; t < n.trials(); t++) {
        double[] row = found.row(b, t);
        double[][] m = OutputCurvature.of(of.fisher(), scene.p(b, t), scene.labels[b]);
        double[] right = OutputCurvature.residual(scene.p(b, t), scene.labels[b]);
        Sums product = Sums.of(row.length, row.length, (x, y, i, j) -> m[i][j] * row[j]);
        for (int i = 0; i < row.length; i++) {
          double allowed = rounding.of(product.sizes()[i]);
          s.compare().near("M R", product.values()[i], scene.weight(b, t) * right[i], allowed);
        }
        Sums total = Sums.of(1, row.length, (x, y, i, j) -> row[j]);
        double allowed = rounding.of(total.sizes()[0]);
        s.compare().near("sum of a row", total.values()[0], 0, allowed);
      }
    }
  }
}
