package dev.geodesic.check;

import dev.geodesic.curvature.ReferenceNetwork;
import dev.geodesic.model.Architecture;
import dev.geodesic.trial.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * K-FAC (Martens and Grosse 2015) and EKFAC (George et al. 2018) of one trial as their papers
 * define them, in plain loops and float64: the expectation over labels is summed label by label,
 * K-FAC's matrix is formed as a Kronecker product, and EKFAC's eigenvectors come from Jacobi's
 * rotations.
 */
public final class ReferenceKronecker {
  private final List<Factors> layers = new ArrayList<>();

  /** Creates factors that are zero. */
  public ReferenceKronecker(Architecture architecture) {
    architecture.layers().forEach(layer -> layers.add(new Factors(layer)));
  }

  /** The factors of one layer. */
  private static final class Factors {
    final int inputs;
    final int outputs;

    /** Running means Ā and S. */
    double[][] a;

    double[][] s;

    /** The eigenvectors of Ā and S, one a row, as last decomposed. */
    double[][] u = {};

    double[][] v = {};
    double[] alpha = {};
    double[] sigma = {};

    /** Running second moments of coordinates, {@code [output][input]}. */
    double[][] moments = {};

    Factors(Layer layer) {
      inputs = layer.inputs();
      outputs = layer.outputs();
      a = new double[inputs][inputs];
      s = new double[outputs][outputs];
    }
  }

  /**
   * Averages a batch into the factors, and decomposes them if {@code decompose}.
   *
   * @param keep weight of the past
   */
  public void take(ReferenceNetwork network, double keep, boolean decompose) {
    int batch = network.probabilities().length;
    for (int l = 0; l < layers.size(); l++) {
      Factors f = layers.get(l);
      scale(f.a, keep);
      scale(f.s, keep);
      for (int b = 0; b < batch; b++) {
        addOuter(f.a, (1 - keep) / batch, network.input(l, b));
        for (int y = 0; y < network.probabilities()[b].length; y++) {
          double p = network.probabilities()[b][y];
          addOuter(f.s, (1 - keep) / batch * p, network.labelDerivatives(b, y)[l]);
        }
      }
      if (decompose) {
        decompose(f);
      }
      if (f.moments.length > 0) {
        averageMoments(f, l, network, keep);
      }
    }
  }

  private static void decompose(Factors f) {
    JacobiEigen inputs = JacobiEigen.of(f.a);
    JacobiEigen outputs = JacobiEigen.of(f.s);
    f.u = inputs.vectors();
    f.alpha = inputs.values();
    f.v = outputs.vectors();
    f.sigma = outputs.values();
    f.moments = new double[f.outputs][f.inputs];
    for (int o = 0; o < f.outputs; o++) {
      for (int i = 0; i < f.inputs; i++) {
        f.moments[o][i] = f.sigma[o] * f.alpha[i];
      }
    }
  }

  private static void averageMoments(Factors f, int l, ReferenceNetwork network, double keep) {
    scale(f.moments, keep);
    int batch = network.probabilities().length;
    for (int b = 0; b < batch; b++) {
      double[] a = squares(f.u, network.input(l, b));
      double[] d = new double[f.outputs];
      for (int y = 0; y < network.probabilities()[b].length; y++) {
        double[] squares = squares(f.v, network.labelDerivatives(b, y)[l]);
        for (int o = 0; o < f.outputs; o++) {
          d[o] += network.probabilities()[b][y] * squares[o];
        }
      }
      Alike.share(a, f.alpha);
      Alike.share(d, f.sigma);
      for (int o = 0; o < f.outputs; o++) {
        for (int i = 0; i < f.inputs; i++) {
          f.moments[o][i] += (1 - keep) / batch * d[o] * a[i];
        }
      }
    }
  }

  private static double[] squares(double[][] vectors, double[] v) {
    return Arrays.stream(vectors).mapToDouble(row -> dot(row, v) * dot(row, v)).toArray();
  }

  /** Returns the solution d of [(Ā + π√λ I) ⊗ (S + √λ/π I)] d = g, layer by layer, of length P. */
  public double[] kfac(double[] gradient, double damping) {
    double[] direction = new double[gradient.length];
    int from = 0;
    for (Factors f : layers) {
      double pi = Math.sqrt((trace(f.a) / f.inputs) / (trace(f.s) / f.outputs));
      int size = f.inputs * f.outputs;
      double[][] system = new double[size][size + 1];
      for (int row = 0; row < size; row++) {
        int o = row / f.inputs;
        int i = row % f.inputs;
        for (int column = 0; column < size; column++) {
          int p = column / f.inputs;
          int j = column % f.inputs;
          system[row][column] =
              (f.s[o][p] + (o == p ? Math.sqrt(damping) / pi : 0))
                  * (f.a[i][j] + (i == j ? pi * Math.sqrt(damping) : 0));
        }
        system[row][size] = gradient[from + row];
      }
      System.arraycopy(solve(system), 0, direction, from, size);
      from += size;
    }
    return direction;
  }

  /** Returns V [(VᵀGU) / (moments + λ)] Uᵀ, layer by layer, of length P. */
  public double[] ekfac(double[] gradient, double damping) {
    double[] direction = new double[gradient.length];
    int from = 0;
    for (Factors f : layers) {
      for (int o = 0; o < f.outputs; o++) {
        for (int i = 0; i < f.inputs; i++) {
          double coordinate = 0;
          for (int k = 0; k < f.outputs * f.inputs; k++) {
            coordinate += f.v[o][k / f.inputs] * f.u[i][k % f.inputs] * gradient[from + k];
          }
          coordinate /= f.moments[o][i] + damping;
          for (int k = 0; k < f.outputs * f.inputs; k++) {
            direction[from + k] += f.v[o][k / f.inputs] * f.u[i][k % f.inputs] * coordinate;
          }
        }
      }
      from += f.outputs * f.inputs;
    }
    return direction;
  }

  /**
   * Solves a system by Gaussian elimination with partial pivoting, and overwrites it; the
   * right-hand side is the last column.
   */
  static double[] solve(double[][] system) {
    int n = system.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int row = k + 1; row < n; row++) {
        pivot = Math.abs(system[row][k]) > Math.abs(system[pivot][k]) ? row : pivot;
      }
      double[] swapped = system[k];
      system[k] = system[pivot];
      system[pivot] = swapped;
      for (int row = k + 1; row < n; row++) {
        double factor = system[row][k] / system[k][k];
        for (int column = k; column <= n; column++) {
          system[row][column] -= factor * system[k][column];
        }
      }
    }
    double[] x = new double[n];
    for (int k = n - 1; k >= 0; k--) {
      x[k] = system[k][n];
      for (int column = k + 1; column < n; column++) {
        x[k] -= system[k][column] * x[column];
      }
      x[k] /= system[k][k];
    }
    return x;
  }

  private static void scale(double[][] matrix, double factor) {
    for (double[] row : matrix) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= factor;
      }
    }
  }

  private static void addOuter(double[][] matrix, double factor, double[] v) {
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        matrix[i][j] += factor * v[i] * v[j];
      }
    }
  }

  private static double trace(double[][] matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.length; i++) {
      trace += matrix[i][i];
    }
    return trace;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
