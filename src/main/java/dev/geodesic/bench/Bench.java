package dev.geodesic.bench;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.cpu.BlasTimer;
import dev.geodesic.train.ResidentData;
import java.util.List;
import java.util.function.Consumer;

/** Measures benchmark cases on this machine. */
public final class Bench {
  private final DataSet data;
  private final double seconds;

  /**
   * Creates a benchmark on real data.
   *
   * @param data MNIST
   * @param seconds the time to spend on each measurement
   */
  public Bench(DataSet data, double seconds) {
    this.data = data;
    this.seconds = seconds;
  }

  /**
   * Opens the device that is measured, for the calling thread.
   *
   * @throws dev.geodesic.trial.NativeCodeError if native code cannot be loaded
   */
  static Device processor() {
    return DeviceChoice.processor().open();
  }

  /** Returns the description of the device that is measured. */
  public String device() {
    try (Device device = processor()) {
      return device.description();
    }
  }

  /** Returns the speed of large float32 products on one core, in 10⁹ operations a second. */
  public double peak() {
    return new BlasTimer(seconds).peak();
  }

  /** Measures the core time of each case, and right after it that of its bare arithmetic. */
  public void run(List<BenchCase> cases, Consumer<Figure> figures) {
    BlasTimer timer = new BlasTimer(seconds / 3);
    measure(
        cases,
        figures,
        (bench, resident, device) ->
            new Figure(
                bench,
                StepTimer.measure(bench, resident, device, seconds).core(),
                Roofline.measure(bench, timer)));
  }

  /** Measures the speed-up of {@code slots} packs side by side over one pack. */
  public void scale(List<BenchCase> cases, int slots, Consumer<Scaling> figures) {
    measure(
        cases,
        figures,
        (bench, resident, device) -> Scaling.measure(bench, slots, resident, seconds));
  }

  private interface Measurement<T> {
    T of(BenchCase bench, ResidentData data, Device device);
  }

  /** Passes on each measurement as soon as it is made. */
  private <T> void measure(List<BenchCase> cases, Consumer<T> figures, Measurement<T> measurement) {
    for (BenchData one : cases.stream().map(BenchCase::data).distinct().toList()) {
      try (Device device = processor();
          ResidentData resident =
              ResidentData.upload(device, one.prepare(data), ResidentData.Bias.NONE)) {
        cases.stream()
            .filter(bench -> bench.data().equals(one))
            .forEach(bench -> figures.accept(measurement.of(bench, resident, device)));
      }
    }
  }
}
