package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Batches of raw tables, as people have them who have no images: dependent, and in any unit. */
final class Tables {
  private Tables() {}

  /** How the columns of a table come about. */
  enum Columns {
    /** Numbers from 0 to 1. */
    UNIFORM,
    /** Whole numbers from 0 to 800, and a bias. */
    RAW,
    /** Two groups of indicators, each of which sums to 1, and a bias. */
    ONE_HOT,
    /** The second half of the columns is a multiple of the first. */
    COLLINEAR,
    /** Some columns are the same in every row, one of them 0. */
    CONSTANT,
    /** Each row comes twice, the labels do not. */
    REPEATED,
    /** Units from 1e-3 to 1e3, column by column. */
    MIXED_UNITS
  }

  /**
   * A batch and the weights to see it with.
   *
   * @param unit what every number is multiplied by
   * @param spread of the logits; 0 for weights of zero
   */
  record Table(
      Columns columns,
      int features,
      int batch,
      int classes,
      double unit,
      double spread,
      long seed) {

    Scene on(Device device) {
      SplittableRandom random = new SplittableRandom(seed);
      float[][] x = rows(random);
      int[] labels = random.ints(batch, 0, classes).toArray();
      float[] weights = new float[features * classes];
      for (int i = 0; i < features; i++) {
        double size = 0;
        for (float[] row : x) {
          size = Math.max(size, Math.abs(row[i]));
        }
        for (int c = 0; c < classes && size > 0 && spread > 0; c++) {
          weights[c * features + i] = (float) (random.nextDouble(-spread, spread) / size);
        }
      }
      return Scene.at(device, x, labels, classes, weights);
    }

    float[][] rows(SplittableRandom random) {
      float[][] x = new float[batch][features];
      for (int b = 0; b < batch; b++) {
        int first = random.nextInt(features);
        int second = random.nextInt(features);
        for (int i = 0; i < features; i++) {
          x[b][i] = (float) (unit * number(random, x, b, i, first, second));
        }
      }
      return x;
    }

    private double number(
        SplittableRandom random, float[][] x, int b, int i, int first, int second) {
      double uniform = random.nextDouble();
      boolean isBias = i == features - 1;
      return switch (columns) {
        case UNIFORM -> uniform;
        case RAW -> isBias ? 1 : Math.rint(800 * uniform);
        case ONE_HOT ->
            isBias ? 1 : (i == first / 2 ? 1 : 0) + (i == (features + second) / 2 ? 1 : 0);
        case COLLINEAR ->
            i < (features + 1) / 2 ? uniform : 4 * x[b][i - (features + 1) / 2] / unit;
        case CONSTANT -> i % 3 == 0 ? i / 3.0 : uniform;
        case REPEATED -> b % 2 == 0 ? uniform : x[b - 1][i] / unit;
        case MIXED_UNITS -> uniform * Math.pow(10, i % 7 - 3);
      };
    }
  }

  static Arbitrary<Table> tables() {
    return Combinators.combine(
            Arbitraries.of(Columns.class),
            Arbitraries.integers().between(2, 8),
            Arbitraries.integers().between(2, 16),
            Arbitraries.integers().between(2, 4),
            Arbitraries.of(1e-20, 1e-6, 1e-3, 1.0, 1e3, 1e6),
            Arbitraries.of(0.0, 0.5, 3.0),
            Arbitraries.longs())
        .as(Table::new);
  }
}
