package dev.geodesic.sweep.task;

import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceSurroundings;
import dev.geodesic.trial.DeviceRequest;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks where packs will train, before the first one does. */
public final class DeviceSurvey implements Function<Integer, DeviceSurvey.Found> {
  private static final long serialVersionUID = 1L;

  private DeviceSurvey() {}

  /** What a task finds, and which GPU Spark gives it. */
  record Found(DeviceSurroundings surroundings, @Nullable String gpu) implements Serializable {}

  /**
   * Says in a line what they will train on.
   *
   * @throws dev.geodesic.trial.RequestException if that is not to be had
   */
  public static String line(JavaSparkContext spark, DeviceRequest request) {
    Found found =
        spark.isLocal()
            ? new Found(DeviceSurroundings.here(), null)
            : spark.parallelize(List.of(0), 1).map(new DeviceSurvey()).first();
    return DeviceChoice.of(request, found.surroundings(), found.gpu()).line();
  }

  @Override
  public Found call(Integer ignored) {
    return new Found(DeviceSurroundings.here(), GpuSlot.bind(TaskContext.get()).orElse(null));
  }
}
