package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.bench.Bench.Figure;
import dev.geodesic.bench.BenchCase.Method;
import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the figures are of what they say; how large they are is for no test. */
class BenchTest {
  @Test
  void everyCaseGetsAFigure() {
    List<BenchCase> cases = Bench.cases(List.of(7), List.of(8), List.of(1, 4));
    List<Figure> figures = new ArrayList<>();
    new Bench(RealDigits.dataSet(), 0.02).run(cases, figures::add);
    assertThat(figures).extracting(Figure::bench).containsExactlyElementsOf(cases);
    assertThat(figures).allMatch(figure -> figure.microseconds() > 0 && figure.ratio() > 0);
    assertThat(cases).filteredOn(bench -> bench.method() == Method.DENSE).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED_FORM, CLOSED_FORM",
    "AUTO, CLOSED_FORM",
    "DAMPED, CHOLESKY",
    "TRUNCATED, GRAM",
    "DENSE, DENSE"
  })
  void everyMethodTakesThePathOfItsLabel(Method method, SolverPath path) {
    BenchCase bench = new BenchCase(method, 14, 16, 1);
    try (Device device = new CpuDevice();
        ResidentData data =
            ResidentData.upload(device, RealDigits.at(14), ResidentData.Bias.NONE)) {
      Outcome outcome = PackTrainer.train(bench.pack(3), data, device, Monitor.NONE).get(0);
      assertThat(outcome.curve())
          .allMatch(point -> Objects.requireNonNull(point.curvature()).path() == path);
    }
  }
}
