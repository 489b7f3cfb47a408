package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the device on which packs will train, before the first one does. */
public final class DeviceSurvey implements Function<Integer, DeviceSurvey.Found> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(DeviceSurvey.class);

  private final ExecutorDevices devices;

  private DeviceSurvey(ExecutorDevices devices) {
    this.devices = devices;
  }

  /** What a task finds on its machine. */
  sealed interface Found extends Serializable {
    /** A device, described in one line. */
    record Chosen(String line) implements Found {}

    /** That the device is unavailable, and why. */
    record Refused(String reason) implements Found {}
  }

  /**
   * Describes in one line the device on which packs will train.
   *
   * @param say receives a line before what takes a while
   * @throws RequestException if it is unavailable
   */
  public static String line(JavaSparkContext spark, ExecutorDevices devices, Consumer<String> say) {
    DeviceRequest request = devices.request();
    if (spark.isLocal() || request == DeviceRequest.CPU) {
      DeviceChoice choice = choice(devices, say);
      if (spark.isLocal()) {
        tryOut(choice);
      }
      return choice.line();
    }
    Found found;
    try {
      found = spark.parallelize(List.of(0), 1).map(new DeviceSurvey(devices)).first();
    } catch (Exception e) {
      // Scala declares no exceptions. If an executor is lost here, the packs will report it.
      LOG.warn("Cannot ask an executor for its devices", e);
      return "device: %s; no executor could be asked what it has".formatted(request.confName());
    }
    if (found instanceof Found.Refused refused) {
      throw new RequestException(refused.reason());
    }
    String line = ((Found.Chosen) found).line();
    return request == DeviceRequest.AUTO
        ? line + "; so says one executor, each decides for itself"
        : line;
  }

  /**
   * Returns the bytes of memory that a pack may take of the device on which it will train; empty
   * where executors have it, of which each looks before it trains.
   */
  public static OptionalLong memory(JavaSparkContext spark, ExecutorDevices devices) {
    if (!spark.isLocal()) {
      return OptionalLong.empty();
    }
    try (Device device = devices.open(null)) {
      return OptionalLong.of(devices.memoryOfSlot(device));
    }
  }

  private static DeviceChoice choice(ExecutorDevices devices, Consumer<String> say) {
    try {
      return devices.choice(null, say);
    } catch (NativeCodeError e) {
      throw new RequestException(String.valueOf(e.getMessage()), e);
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
    String gpu = GpuSlot.bind(TaskContext.get()).orElse(null);
    try {
      return new Found.Chosen(devices.choice(gpu, LOG::info).line());
    } catch (RequestException | NativeCodeError e) {
      return new Found.Refused(String.valueOf(e.getMessage()));
    }
  }
}
