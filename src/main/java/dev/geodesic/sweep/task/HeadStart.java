package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.proof.OwnProcessFinder;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DeviceRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares what packs in this process need first while Spark still starts: native code is loaded,
 * and the data of the first pack are prepared. A failure is ignored, as the packs will meet it
 * again and report it.
 */
public final class HeadStart {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  private final CompletableFuture<Optional<DeviceChoice>> choice;

  private HeadStart(CompletableFuture<Optional<DeviceChoice>> choice) {
    this.choice = choice;
  }

  /** Begins to load native code in the background. */
  public static HeadStart begin(DeviceRequest request) {
    return new HeadStart(CompletableFuture.supplyAsync(() -> opened(request), HeadStart::start));
  }

  /** Returns no head start, for packs that train in other processes. */
  public static HeadStart none() {
    return new HeadStart(new CompletableFuture<>());
  }

  /** Opens a device once; none where a card has yet to prove itself. */
  private static Optional<DeviceChoice> opened(DeviceRequest request) {
    if (request == DeviceRequest.AUTO && OwnProcessFinder.ofThisMachine().findsGpu()) {
      return Optional.empty();
    }
    DeviceChoice choice =
        request == DeviceRequest.AUTO
            ? DeviceChoice.processor()
            : new ExecutorDevices(request).choice(null, LOG::info);
    choice.open().close();
    return Optional.of(choice);
  }

  /**
   * Prepares the data of a pack for the processor in the background, and nothing for a card: only a
   * task knows which card it has.
   *
   * @param data by the name that the conf uses
   * @return completed when the preparation has ended, even if it failed
   */
  public CompletableFuture<?> prepare(Pack pack, Map<String, DataSet> data) {
    String dataset = pack.structure().data().dataset();
    DataSet set = Objects.requireNonNull(data.get(dataset), dataset);
    return choice
        .thenAcceptAsync(
            chosen -> chosen.ifPresent(device -> prepare(pack, set, device)), HeadStart::start)
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

  /** Runs work in a thread for which the end of the program does not wait. */
  private static void start(Runnable work) {
    Thread thread = new Thread(work, "geodesic-head-start");
    thread.setDaemon(true);
    thread.start();
  }
}
