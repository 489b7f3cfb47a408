package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceSurroundings;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the device on which packs will train, before the first one does. */
public final class DeviceSurvey implements Function<Integer, DeviceSurvey.Found> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(DeviceSurvey.class);

  private DeviceSurvey() {}

  /** What a task finds on its machine, and the GPU that Spark assigns to it. */
  record Found(DeviceSurroundings surroundings, @Nullable String gpu) implements Serializable {}

  /**
   * Describes in one line the device on which packs will train.
   *
   * @throws dev.geodesic.trial.RequestException if it is unavailable
   */
  public static String line(JavaSparkContext spark, DeviceRequest request) {
    if (spark.isLocal() || request == DeviceRequest.CPU) {
      DeviceChoice choice = DeviceChoice.here(request, null);
      if (spark.isLocal()) {
        tryOut(choice);
      }
      return choice.line();
    }
    Found found;
    try {
      found = spark.parallelize(List.of(0), 1).map(new DeviceSurvey()).first();
    } catch (Exception e) {
      // Scala declares no exceptions. If an executor is lost here, the packs will report it.
      LOG.warn("Cannot ask an executor for its devices", e);
      return "device: %s; no executor could be asked what it has".formatted(request.confName());
    }
    return DeviceChoice.of(request, found.surroundings(), found.gpu()).line();
  }

  /**
   * Returns the bytes of memory of the device on which packs will train; empty where executors have
   * it, of which each looks before it trains.
   */
  public static OptionalLong memory(JavaSparkContext spark, DeviceRequest request) {
    if (!spark.isLocal()) {
      return OptionalLong.empty();
    }
    try (Device device = DeviceChoice.here(request, null).open()) {
      return OptionalLong.of(device.memoryBytes());
    }
  }

  private static void tryOut(DeviceChoice choice) {
    try {
      choice.open().close();
    } catch (NativeCodeError e) {
      throw new RequestException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Found call(Integer ignored) {
    return new Found(DeviceSurroundings.here(), GpuSlot.bind(TaskContext.get()).orElse(null));
  }
}
