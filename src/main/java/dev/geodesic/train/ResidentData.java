package dev.geodesic.train;

import dev.geodesic.data.DenseRows;
import dev.geodesic.data.FeatureRows;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseRows;
import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A prepared data set in device memory, shared by all packs that train on it there. Samples that
 * are held sparse stay so.
 *
 * @param train what batches are drawn from
 * @param validation what configurations are chosen by; absent where the holdout does that
 * @param holdout what results are measured on
 * @param classes number of classes
 * @param fingerprint of the data set
 */
public record ResidentData(
    Part train, @Nullable Part validation, Part holdout, int classes, String fingerprint)
    implements AutoCloseable {

  /**
   * Some of the samples.
   *
   * @param samples {@code [samples, features]}, the bias included
   * @param labels the class of each
   */
  public record Part(Matrix samples, Indices labels) implements AutoCloseable {
    @Override
    public void close() {
      samples.close();
      labels.close();
    }
  }

  /** Whether every sample gets one more feature that is always 1. */
  public enum Bias {
    NONE,
    APPENDED
  }

  /** Copies a data set to the device. */
  public static ResidentData upload(Device device, PreparedData data, Bias bias) {
    Samples validation = data.validation();
    return new ResidentData(
        part(device, data.train(), bias),
        validation == null ? null : part(device, validation, bias),
        part(device, data.holdout(), bias),
        data.classes(),
        data.fingerprint());
  }

  private static Part part(Device device, Samples samples, Bias bias) {
    return new Part(upload(device, samples, bias), device.indices(samples.labels()));
  }

  private static Matrix upload(Device device, Samples samples, Bias bias) {
    FeatureRows rows = samples.rows();
    return rows instanceof SparseRows sparse
        ? upload(device, bias == Bias.APPENDED ? withBias(sparse) : sparse)
        : upload(device, (DenseRows) rows, bias);
  }

  private static Matrix upload(Device device, SparseRows rows) {
    return device.samples(rows.starts(), rows.columns(), rows.values(), rows.width());
  }

  /** Returns the rows with one more element each, 1. */
  private static SparseRows withBias(SparseRows rows) {
    int[] starts = rows.starts().clone();
    int[] columns = new int[rows.columns().length + rows.count()];
    float[] values = new float[columns.length];
    for (int row = 0; row < rows.count(); row++) {
      int from = rows.starts()[row];
      int length = rows.starts()[row + 1] - from;
      starts[row] = from + row;
      System.arraycopy(rows.columns(), from, columns, from + row, length);
      System.arraycopy(rows.values(), from, values, from + row, length);
      columns[from + row + length] = rows.width();
      values[from + row + length] = 1;
    }
    starts[rows.count()] = columns.length;
    return new SparseRows(starts, columns, values, rows.width() + 1);
  }

  private static Matrix upload(Device device, DenseRows rows, Bias bias) {
    int width = rows.width();
    int columns = width + (bias == Bias.APPENDED ? 1 : 0);
    if (columns == width) {
      return device.samples(rows.values(), rows.count(), width);
    }
    float[] features = new float[rows.count() * columns];
    for (int i = 0; i < rows.count(); i++) {
      System.arraycopy(rows.values(), i * width, features, i * columns, width);
      features[i * columns + width] = 1;
    }
    return device.samples(features, rows.count(), columns);
  }

  @Override
  public void close() {
    train.close();
    if (validation != null) {
      validation.close();
    }
    holdout.close();
  }
}
