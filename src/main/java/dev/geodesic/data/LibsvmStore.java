package dev.geodesic.data;

import dev.geodesic.trial.RequestException;

/** Takes in the features of all samples of a part, which was measured before. */
abstract class LibsvmStore implements LibsvmParser.Sink {
  private final LibsvmPart part;
  private final int width;
  private final Narrowing narrowing;

  /** The number of samples that have begun. */
  private int samples;

  private LibsvmStore(LibsvmPart part, int width, Narrowing narrowing) {
    this.part = part;
    this.width = width;
    this.narrowing = narrowing;
  }

  @Override
  public void sample(long label, long line) {
    if (++samples > part.measure().count()) {
      throw changed();
    }
    begin(samples - 1);
  }

  @Override
  public void feature(int index, double value) {
    if (index >= width) {
      throw changed();
    }
    if (value != 0) {
      put(samples - 1, index, narrowing.narrow(value));
    }
  }

  /** Returns all samples, each with its label. */
  RawSamples end(int[] labels) {
    if (samples != labels.length) {
      throw changed();
    }
    return features(labels);
  }

  RequestException changed() {
    return part.unusable("it changed while it was read");
  }

  abstract void begin(int sample);

  abstract void put(int sample, int index, float value);

  abstract RawSamples features(int[] labels);

  /** Stores every value. */
  static final class Dense extends LibsvmStore {
    private final int width;
    private final float[] values;

    Dense(LibsvmPart part, int width, Narrowing narrowing) {
      super(part, width, narrowing);
      this.width = width;
      this.values = new float[part.measure().count() * width];
    }

    @Override
    void begin(int sample) {}

    @Override
    void put(int sample, int index, float value) {
      values[sample * width + index] = value;
    }

    @Override
    RawSamples features(int[] labels) {
      return new Features(values, labels, width);
    }
  }

  /** Stores values that are not 0. */
  static final class Sparse extends LibsvmStore {
    private final int width;
    private final int[] starts;
    private final int[] columns;
    private final float[] values;
    private int stored;

    Sparse(LibsvmPart part, int width, Narrowing narrowing) {
      super(part, width, narrowing);
      int nonzeros = (int) part.measure().nonzeros();
      this.width = width;
      this.starts = new int[part.measure().count() + 1];
      this.columns = new int[nonzeros];
      this.values = new float[nonzeros];
    }

    @Override
    void begin(int sample) {
      starts[sample] = stored;
    }

    @Override
    void put(int sample, int index, float value) {
      if (Float.floatToRawIntBits(value) == 0) {
        return;
      }
      if (stored == values.length) {
        throw changed();
      }
      columns[stored] = index;
      values[stored++] = value;
    }

    @Override
    RawSamples features(int[] labels) {
      if (stored != values.length) {
        throw changed();
      }
      starts[labels.length] = stored;
      return new SparseFeatures(new SparseRows(starts, columns, values, width), labels);
    }
  }
}
