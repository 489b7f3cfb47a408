package dev.geodesic.bench;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.DenseRows;
import dev.geodesic.data.FeatureRows;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseRows;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Scale;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The data of a benchmark case. */
public sealed interface BenchData {
  /** Returns the number of features of a sample. */
  int features();

  /** Returns the number of classes. */
  int classes();

  /** Returns the part of a sample's features that is stored. */
  double density();

  /** Returns the data as tables show them. */
  String words();

  /** Returns what a trial says of its data, the size of the batch aside. */
  Assignment values();

  /**
   * Returns the data, ready for training.
   *
   * @param digits MNIST
   */
  PreparedData prepare(DataSet digits);

  /**
   * MNIST.
   *
   * @param side of the images in pixels
   */
  record Digits(int side) implements BenchData {
    private static final int CLASSES = 10;

    @Override
    public int features() {
      return side * side;
    }

    @Override
    public int classes() {
      return CLASSES;
    }

    @Override
    public double density() {
      return 1;
    }

    @Override
    public String words() {
      return side + "x" + side;
    }

    @Override
    public Assignment values() {
      return Assignment.of(DataSpec.DATASET, "mnist").with(DataSpec.DOWNSAMPLE, side);
    }

    @Override
    public PreparedData prepare(DataSet digits) {
      return digits.prepare(
          new DataSpec.Prepared("mnist", new Holdout.TestSet(), 0, side, Scale.NONE));
    }
  }

  /**
   * Random samples, as cost depends on the shape alone.
   *
   * @param features of a sample
   * @param classes number of classes
   * @param nonzeros features of a sample that are not 0; fewer than all are held sparse
   */
  record Generated(int features, int classes, int nonzeros) implements BenchData {
    private static final int SAMPLES = 4096;
    private static final int HOLDOUT = 256;

    public Generated {
      if (features < 1 || classes < 2 || nonzeros < 1 || nonzeros > features) {
        throw new IllegalArgumentException(
            "data must have >= 1 features, >= 2 classes, and from 1 to all features that are not 0, got: %d:%d:%d"
                .formatted(features, classes, nonzeros));
      }
    }

    @Override
    public double density() {
      return (double) nonzeros / features;
    }

    @Override
    public String words() {
      return features + ":" + classes + (nonzeros < features ? ":" + nonzeros : "");
    }

    @Override
    public Assignment values() {
      return Assignment.of(DataSpec.DATASET, words());
    }

    @Override
    public PreparedData prepare(DataSet digits) {
      return prepare(SAMPLES);
    }

    /** Returns this many training samples, ready for training. */
    public PreparedData prepare(int count) {
      SplittableRandom random = new SplittableRandom(1);
      return new PreparedData(
          samples(count, random), null, samples(HOLDOUT, random), classes, words());
    }

    private Samples samples(int count, SplittableRandom random) {
      int[] labels = random.ints(count, 0, classes).toArray();
      float[] values = new float[Math.multiplyExact(count, nonzeros)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(1);
      }
      FeatureRows rows =
          nonzeros == features
              ? new DenseRows(values, features)
              : new SparseRows(starts(count), columns(count, random), values, features);
      return new Samples(rows, labels);
    }

    private int[] starts(int count) {
      int[] starts = new int[count + 1];
      Arrays.setAll(starts, i -> i * nonzeros);
      return starts;
    }

    private int[] columns(int count, SplittableRandom random) {
      int[] columns = new int[count * nonzeros];
      for (int i = 0; i < count; i++) {
        int[] chosen = random.ints(0, features).distinct().limit(nonzeros).sorted().toArray();
        System.arraycopy(chosen, 0, columns, i * nonzeros, nonzeros);
      }
      return columns;
    }
  }
}
