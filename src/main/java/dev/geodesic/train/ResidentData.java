package dev.geodesic.train;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A prepared data set in device memory, shared by all packs that train on it there.
 *
 * @param train {@code [samples, features]}, the bias included
 * @param trainLabels the class of each training sample
 * @param validation {@code [samples, features]}, the bias included; absent where the holdout
 *     chooses configurations
 * @param validationLabels the class of each validation sample
 * @param holdout {@code [samples, features]}, the bias included
 * @param holdoutLabels the class of each holdout sample
 * @param classes number of classes
 * @param fingerprint of the data set
 */
public record ResidentData(
    Matrix train,
    int[] trainLabels,
    @Nullable Matrix validation,
    int[] validationLabels,
    Matrix holdout,
    int[] holdoutLabels,
    int classes,
    String fingerprint)
    implements AutoCloseable {

  /** Whether every sample gets one more feature that is always 1. */
  public enum Bias {
    NONE,
    APPENDED
  }

  /** Copies a data set to the device. */
  public static ResidentData upload(Device device, PreparedData data, Bias bias) {
    Samples validation = data.validation();
    return new ResidentData(
        upload(device, data.train(), bias),
        data.train().labels(),
        validation == null ? null : upload(device, validation, bias),
        validation == null ? new int[0] : validation.labels(),
        upload(device, data.holdout(), bias),
        data.holdout().labels(),
        data.classes(),
        data.fingerprint());
  }

  private static Matrix upload(Device device, Samples samples, Bias bias) {
    int width = samples.width();
    int columns = width + (bias == Bias.APPENDED ? 1 : 0);
    if (columns == width) {
      return device.upload(samples.features(), samples.count(), width);
    }
    float[] features = new float[samples.count() * columns];
    for (int i = 0; i < samples.count(); i++) {
      System.arraycopy(samples.features(), i * width, features, i * columns, width);
      features[i * columns + width] = 1;
    }
    return device.upload(features, samples.count(), columns);
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
