package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DeviceRequest;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What packs that train in this process need first, made while Spark still starts: native code is
 * loaded, and the data of the first pack prepared. What fails here is left to the packs, which meet
 * it again and report it.
 */
public final class HeadStart {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  private final CompletableFuture<DeviceChoice> choice;

  private HeadStart(CompletableFuture<DeviceChoice> choice) {
    this.choice = choice;
  }

  /** Loads native code, beside what the caller does. */
  public static HeadStart begin(DeviceRequest request) {
    return new HeadStart(CompletableFuture.supplyAsync(() -> opened(request), HeadStart::start));
  }

  /** None, for packs that train in other processes. */
  public static HeadStart none() {
    return new HeadStart(new CompletableFuture<>());
  }

  private static DeviceChoice opened(DeviceRequest request) {
    DeviceChoice choice = DeviceChoice.here(request, null);
    choice.open().close();
    return choice;
  }

  /**
   * Prepares the data of a pack for the processor, beside what the caller does; which card a task
   * is given, only that task knows.
   *
   * @param data by the name that the conf uses
   * @return done when that is over, however it ended
   */
  public CompletableFuture<?> prepare(Pack pack, Map<String, DataSet> data) {
    String dataset = pack.structure().data().dataset();
    DataSet set = Objects.requireNonNull(data.get(dataset), dataset);
    return choice
        .thenAcceptAsync(chosen -> prepare(pack, set, chosen), HeadStart::start)
        .exceptionally(
            trouble -> {
              LOG.info("No head start", trouble);
              return null;
            });
  }

  private static void prepare(Pack pack, DataSet data, DeviceChoice chosen) {
    if (!(chosen instanceof DeviceChoice.Cpu)) {
      return;
    }
    try (Device device = chosen.open()) {
      ExecutorData.get(DataKey.of(pack, data.fingerprint(), device), data, device);
    }
  }

  /** Ends with the program, which does not wait for it. */
  private static void start(Runnable work) {
    Thread thread = new Thread(work, "geodesic-head-start");
    thread.setDaemon(true);
    thread.start();
  }
}
