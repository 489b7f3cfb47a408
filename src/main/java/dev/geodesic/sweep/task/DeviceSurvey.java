package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.machine.Machine;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
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
  private final boolean triesOut;

  private DeviceSurvey(ExecutorDevices devices, boolean triesOut) {
    this.devices = devices;
    this.triesOut = triesOut;
  }

  /** Ends the choice of a device before a card is tried out. */
  private static final class UntriedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UntriedException(String line) {
      super(line);
    }
  }

  /** What a task finds on its machine. */
  sealed interface Found extends Serializable {
    /** A device, described in one line. */
    record Chosen(String line) implements Found {}

    /** That a card is to be tried out before, in a line that says so. */
    record Untried(String line) implements Found {}

    /**
     * That the device is unavailable.
     *
     * @param executor that lacks it
     * @param reason why, with a remedy
     */
    record Refused(String executor, String reason) implements Found {
      String describe() {
        return "executor %s has no device: %s".formatted(executor, reason);
      }
    }
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
    Found first;
    List<Found> all;
    try {
      first = askOne(spark, devices, say);
      all = first instanceof Found.Refused ? askAll(spark, devices) : List.of(first);
    } catch (Exception e) {
      // Scala declares no exceptions. If an executor is lost here, the packs will report it.
      LOG.warn("Cannot ask an executor for its devices", e);
      return "device: %s; no executor could be asked what it has".formatted(request.confName());
    }
    Found.Chosen chosen = chosen(all, say);
    return request == DeviceRequest.AUTO
        ? chosen.line() + "; so says one executor, each decides for itself"
        : chosen.line();
  }

  /** Asks a task, and says before if that is to try a card out. */
  private static Found askOne(
      JavaSparkContext spark, ExecutorDevices devices, Consumer<String> say) {
    Found found = ask(spark, new DeviceSurvey(devices, false), 1).get(0);
    if (!(found instanceof Found.Untried untried)) {
      return found;
    }
    say.accept(untried.line());
    return ask(spark, new DeviceSurvey(devices, true), 1).get(0);
  }

  /** Asks as many tasks; an idle cluster spreads them over its executors. */
  private static List<Found> ask(JavaSparkContext spark, DeviceSurvey survey, int tasks) {
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    return spark.parallelize(numbers, tasks).map(survey).collect();
  }

  private static List<Found> askAll(JavaSparkContext spark, ExecutorDevices devices) {
    int executors = spark.sc().getExecutorMemoryStatus().size() - 1;
    return ask(spark, new DeviceSurvey(devices, true), Math.max(1, executors) * devices.slots());
  }

  /** Returns what some executor has, and says which have nothing. */
  static Found.Chosen chosen(List<Found> all, Consumer<String> say) {
    List<Found.Refused> refused = of(all, Found.Refused.class);
    Found.Chosen chosen =
        of(all, Found.Chosen.class).stream()
            .findFirst()
            .orElseThrow(() -> new RequestException(refused.get(0).reason()));
    refused.stream()
        .distinct()
        .forEach(one -> say.accept("note: %s; packs go to others".formatted(one.describe())));
    return chosen;
  }

  private static <F> List<F> of(List<Found> all, Class<F> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
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
      return OptionalLong.of(devices.memoryOfSlot(device, 0));
    }
  }

  private static DeviceChoice choice(ExecutorDevices devices, Consumer<String> say) {
    return orRefused(() -> devices.choice(null, say));
  }

  private static void tryOut(DeviceChoice choice) {
    orRefused(
        () -> {
          choice.open().close();
          return choice;
        });
  }

  /** Runs what drivers may fail at in many ways; each is told in one line. */
  static <V> V orRefused(Supplier<V> opening) {
    try {
      return opening.get();
    } catch (RequestException | UntriedException e) {
      throw e;
    } catch (NativeCodeError e) {
      throw new RequestException(ErrorText.message(e), e);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      throw new RequestException(
          "Cannot open the device: %s; mend that, or take cpu instead, by sweep.device or --device"
              .formatted(ErrorText.firstLine(String.valueOf(e.getMessage()))),
          e);
    }
  }

  @Override
  public Found call(Integer ignored) {
    String gpu = GpuSlot.bind(TaskContext.get()).orElse(null);
    return found(say -> devices.choice(gpu, say), triesOut);
  }

  /** Chooses a device. */
  interface Choosing {
    /**
     * Returns the device.
     *
     * @param say receives a line before what takes a while
     */
    DeviceChoice choice(Consumer<String> say);
  }

  /**
   * Returns what a machine has.
   *
   * @param choosing says so before it tries a card out
   * @param triesOut whether it may do that
   */
  static Found found(Choosing choosing, boolean triesOut) {
    try {
      DeviceChoice choice = orRefused(() -> choosing.choice(line -> say(line, triesOut)));
      tryOut(choice);
      return new Found.Chosen(choice.line());
    } catch (UntriedException e) {
      return new Found.Untried(String.valueOf(e.getMessage()));
    } catch (RequestException e) {
      return new Found.Refused(
          "%s on %s".formatted(SparkEnv.get().executorId(), Machine.hostName()),
          ErrorText.message(e));
    }
  }

  private static void say(String line, boolean triesOut) {
    if (!triesOut) {
      throw new UntriedException(line);
    }
    LOG.info("{}", line);
  }
}
