package dev.geodesic.bench;

import dev.geodesic.bench.BenchCase.Method;
import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.cpu.Yardstick;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures a list of cases on one core, each beside its yardstick in the same minute. */
public final class Bench {
  private final DataSet data;
  private final double seconds;

  /**
   * A benchmark on real data.
   *
   * @param data MNIST
   * @param seconds for each case
   */
  public Bench(DataSet data, double seconds) {
    this.data = data;
    this.seconds = seconds;
  }

  /**
   * A figure.
   *
   * @param bench what was measured
   * @param microseconds a trial-step
   * @param yardstick what the arithmetic alone consists of
   * @param yardstickMicroseconds that alone, a trial-step
   */
  public record Figure(
      BenchCase bench, double microseconds, String yardstick, double yardstickMicroseconds) {
    /** How many times the arithmetic alone a step takes. */
    public double ratio() {
      return microseconds / yardstickMicroseconds;
    }
  }

  /** Every method at these sides, batches and pack sizes; dense where it ends within seconds. */
  public static List<BenchCase> cases(
      List<Integer> sides, List<Integer> batches, List<Integer> packs) {
    List<BenchCase> cases = new ArrayList<>();
    for (Method method : Method.values()) {
      for (int side : sides) {
        for (int batch : batches) {
          for (int trials : packs) {
            if (method != Method.DENSE || (trials == 1 && side <= 14)) {
              cases.add(new BenchCase(method, side, batch, trials));
            }
          }
        }
      }
    }
    return cases;
  }

  /** What is measured, as it describes itself. */
  public String device() {
    try (Device device = new CpuDevice()) {
      return device.description();
    }
  }

  /** Measures the cases, and hands over each figure as it is known. */
  public void run(List<BenchCase> cases, Consumer<Figure> figures) {
    for (int side : cases.stream().map(BenchCase::side).distinct().toList()) {
      DataSpec.Prepared prepared = new DataSpec.Prepared("mnist", new Holdout.TestSet(), side);
      try (Device device = new CpuDevice();
          ResidentData resident =
              ResidentData.upload(device, data.prepare(prepared), ResidentData.Bias.NONE)) {
        cases.stream()
            .filter(bench -> bench.side() == side)
            .forEach(bench -> figures.accept(measure(bench, resident, device)));
      }
    }
  }

  private Figure measure(BenchCase bench, ResidentData resident, Device device) {
    double microseconds = StepTimer.microseconds(bench, resident, device, seconds);
    Yardstick yardstick = new Yardstick(seconds / 3);
    int features = bench.side() * bench.side();
    return switch (bench.method()) {
      case SGD, CLOSED_FORM ->
          new Figure(
              bench,
              microseconds,
              "the two matrix products (sgemm)",
              yardstick.twoProducts(bench.batch(), features, bench.columns()) / bench.trials());
      case AUTO, DAMPED ->
          new Figure(
              bench,
              microseconds,
              "Cholesky of order %d (dpotrf)".formatted(bench.directions()),
              yardstick.cholesky(bench.directions()));
      case TRUNCATED ->
          new Figure(
              bench,
              microseconds,
              "eigenvectors of order %d (dsyevd)".formatted(bench.directions()),
              yardstick.eigenvectors(bench.directions()));
      case DENSE ->
          new Figure(
              bench,
              microseconds,
              "eigenvectors of order %d (dsyevd)".formatted(bench.parameters()),
              yardstick.eigenvectors(bench.parameters()));
    };
  }
}
