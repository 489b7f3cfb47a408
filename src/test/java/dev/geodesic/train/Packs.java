package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Packs on real digits. */
final class Packs {
  static final ModelSpec PLAIN = Specs.model(List.of(), false, Initialization.GLOROT);

  private Packs() {}

  /** Trials of one structure that differ in their optimizers. */
  static Pack of(int side, int batch, int steps, ModelSpec model, OptimizerSpec... optimizers) {
    DataSpec data = Specs.data("mnist", new Holdout.TestSet(), side, batch, BatchOrder.SHUFFLED);
    Schedule schedule = Specs.schedule(steps, 10, 100);
    return Pack.of(
        Arrays.stream(optimizers)
            .map(optimizer -> new TrialSpec(data, model, optimizer, schedule, 3))
            .toList(),
        "data");
  }

  static List<Outcome> train(Pack pack) {
    return train(pack, RealDigits.at(pack.structure().data().downsample()));
  }

  static List<Outcome> train(Pack pack, PreparedData prepared) {
    return train(pack, prepared, CpuDevice::new);
  }

  static List<Outcome> train(Pack pack, PreparedData prepared, Supplier<Device> devices) {
    ResidentData.Bias bias =
        pack.structure().model().bias() ? ResidentData.Bias.APPENDED : ResidentData.Bias.NONE;
    try (Device device = devices.get();
        ResidentData data = ResidentData.upload(device, prepared, bias)) {
      return PackTrainer.train(pack, data, device, Monitor.NONE);
    }
  }

  /** What a step that was recorded did. */
  static Change change(CurvePoint point) {
    return Objects.requireNonNull(point.change(), () -> "no change at step " + point.step());
  }

  static double[] trainLosses(Outcome outcome) {
    return outcome.curve().stream().mapToDouble(CurvePoint::trainLoss).toArray();
  }

  /** Requires that two trials, trained in any company, have the same curve to the last bit. */
  static void assertSame(Outcome actual, Outcome expected, String description) {
    assertThat(actual.status()).as(description).isEqualTo(expected.status());
    assertThat(bits(List.of(actual))).as(description).isEqualTo(bits(List.of(expected)));
  }

  /** All that a curve tells but the time it took. */
  static List<List<CurvePoint>> bits(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.curve().stream().map(Packs::withoutTime).toList())
        .toList();
  }

  private static CurvePoint withoutTime(CurvePoint point) {
    return new CurvePoint(
        point.step(),
        point.trainLoss(),
        point.change(),
        point.curvature(),
        point.crossCheck(),
        point.holdout(),
        point.validation(),
        0);
  }
}
