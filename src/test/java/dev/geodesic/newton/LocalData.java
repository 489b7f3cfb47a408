package dev.geodesic.newton;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blocks of rows in this process. */
record LocalData(List<Rows> blocks, int classes) implements Data {
  /** Draws rows in two blocks, the second sparse, of which some features are always 0. */
  static LocalData random(int count, int features, int classes, long seed) {
    Random random = new Random(seed);
    List<Rows> blocks = new ArrayList<>();
    for (double share : new double[] {1, 0.05}) {
      RowsBuilder builder = new RowsBuilder(features);
      for (int i = 0; i < count; i++) {
        builder.begin(random.nextInt(classes), 0.25 + random.nextDouble());
        for (int j = 0; j < features; j++) {
          builder.set(j, random.nextDouble() < share ? j % 3 + random.nextGaussian() : 0);
        }
      }
      blocks.add(builder.build());
    }
    return new LocalData(blocks, classes);
  }

  int features() {
    return blocks.get(0).features();
  }

  Moments moments() {
    return blocks.stream().map(Moments::of).reduce(Moments::plus).orElseThrow();
  }

  SecondMoments sample() {
    SecondMoments sums = SecondMoments.empty(features());
    for (Rows rows : blocks) {
      sums = sums.add(rows);
    }
    return sums;
  }

  @Override
  public Evaluation evaluate(double[] coefficients) {
    Evaluation sums = new Evaluation(features(), classes);
    for (Rows rows : blocks) {
      Evaluation part = new Evaluation(features(), classes);
      new Softmax(classes).evaluate(rows, coefficients, part);
      sums.add(part);
    }
    return sums;
  }

  @Override
  public double[] product(double[] coefficients, double[] direction) {
    double[] sum = new double[coefficients.length];
    Softmax softmax = new Softmax(classes);
    for (Rows rows : blocks) {
      softmax.addProduct(rows, Data.pair(coefficients, direction, classes), sum);
    }
    return sum;
  }

  /** Returns a row, with a 1 for the intercept behind it. */
  static double[] row(Rows rows, int i) {
    double[] x = new double[rows.features() + 1];
    x[rows.features()] = 1;
    if (rows instanceof DenseBlock dense) {
      System.arraycopy(dense.values(), i * rows.features(), x, 0, rows.features());
    } else if (rows instanceof SparseBlock sparse) {
      for (int n = sparse.starts()[i]; n < sparse.starts()[i + 1]; n++) {
        x[sparse.indices()[n]] = sparse.values()[n];
      }
    }
    return x;
  }
}
