package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.proof.OwnProcessFinder;
import dev.geodesic.proof.OwnProcessProver;
import dev.geodesic.proof.Workload;
import dev.geodesic.trial.DeviceRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
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

  /**
   * How long a slot without a device is kept from packs: long beside the heartbeats by which the
   * driver sees that packs train elsewhere.
   */
  private static final Duration HELD_BACK = Duration.ofSeconds(30);

  private static final long POLL_MILLIS = 100;

  /** Spark's name of the executor in the process of the driver. */
  private static final String DRIVER = "driver";

  /** The choice for each request in this process, which has one GPU at most. */
  private static final Map<Key, DeviceChoice> CHOICES = new ConcurrentHashMap<>();

  private final DeviceRequest request;
  private final int slots;
  private final List<Workload> workloads;

  /** What decides the choice. */
  private record Key(DeviceRequest request, int slots, List<String> kinds) {}

  /**
   * Creates a source of devices of the requested kind.
   *
   * @param slots tasks that train at once in a process
   * @param workloads what a card must be faster at before {@code auto} takes it
   */
  public ExecutorDevices(DeviceRequest request, int slots, List<Workload> workloads) {
    this.request = request;
    this.slots = slots;
    this.workloads = List.copyOf(workloads);
  }

  /** Creates a source for a single slot, where {@code auto} is the processor. */
  public ExecutorDevices(DeviceRequest request) {
    this(request, 1, List.of());
  }

  DeviceRequest request() {
    return request;
  }

  @Override
  public int slots() {
    SparkEnv here = SparkEnv.get();
    return here == null ? slots : OwnSlots.here(here.conf(), slots);
  }

  /**
   * Chooses the device of this process, once.
   *
   * @param gpu the address of the task's GPU, absent where it has none
   * @param say receives a line before what takes a while
   * @throws dev.geodesic.trial.RequestException if it is unavailable
   */
  DeviceChoice choice(@Nullable String gpu, Consumer<String> say) {
    List<String> kinds =
        workloads.stream()
            .map(workload -> "%s: %s".formatted(workload.kind(), workload.trialSteps()))
            .toList();
    return CHOICES.computeIfAbsent(
        new Key(request, slots(), kinds),
        key -> {
          DeviceChoice choice = choose(gpu, say);
          LOG.info("{}", choice.line());
          return choice;
        });
  }

  private DeviceChoice choose(@Nullable String gpu, Consumer<String> say) {
    return request == DeviceRequest.AUTO && workloads.isEmpty()
        ? DeviceChoice.processor()
        : DeviceChoice.here(
            request,
            OwnProcessFinder.ofThisMachine(),
            new OwnProcessProver(workloads, slots(), say),
            gpu);
  }

  @Override
  public Device open(@Nullable String gpu) {
    return choice(gpu, LOG::info).open(slots());
  }

  /**
   * Keeps the slot for a while, as the next pack would fail here as well: others take it then. The
   * process goes on, because a new one would find the same, and the device may be there again.
   */
  @Override
  public void holdBack() {
    if (isDriver()) {
      return;
    }
    TaskContext task = TaskContext.get();
    long end = System.nanoTime() + HELD_BACK.toNanos();
    try {
      while (!task.isInterrupted() && System.nanoTime() < end) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDriver() {
    return SparkEnv.get().executorId().equals(DRIVER);
  }

  /** Ends this process: only a new one, which Spark starts, can use the device again. */
  @Override
  public void abandon(DeviceLostException loss) {
    LOG.error("The device is lost", loss);
    if (isDriver()) {
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
