package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.trial.DeviceRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devices of this process: its processor's cores, or the GPU that Spark has assigned. */
public final class ExecutorDevices implements DeviceSource {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorDevices.class);

  /** Exit code of an executor whose device is lost. */
  private static final int DEVICE_LOST = 86;

  /** Time for the task's failure to reach the driver first. */
  private static final Duration NOTICE = Duration.ofSeconds(1);

  /** The choice for each request in this process, which has one GPU at most. */
  private static final Map<DeviceRequest, DeviceChoice> CHOICES = new ConcurrentHashMap<>();

  private final DeviceRequest request;

  /** Creates a source of devices of the requested kind. */
  public ExecutorDevices(DeviceRequest request) {
    this.request = request;
  }

  @Override
  public Device open(@Nullable String gpu) {
    return CHOICES.computeIfAbsent(request, asked -> DeviceChoice.here(asked, gpu)).open();
  }

  /** Ends this process: only a new one, which Spark starts, can use the device again. */
  @Override
  public void abandon(DeviceLostException loss) {
    LOG.error("The device is lost", loss);
    if (SparkEnv.get().executorId().equals("driver")) {
      return;
    }
    Thread end =
        new Thread(
            () -> {
              try {
                Thread.sleep(NOTICE.toMillis());
              } catch (InterruptedException e) {
                // The process ends all the same.
              }
              Runtime.getRuntime().halt(DEVICE_LOST);
            },
            "geodesic-device-lost");
    end.setDaemon(true);
    end.start();
  }
}
