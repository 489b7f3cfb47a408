package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.RealDigits;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the figures are of what they say; how large they are is for no test. */
class BenchTest {
  private static final double SECONDS = 0.02;

  @Test
  void everyCaseGetsAFigure() {
    List<BenchCase> cases =
        BenchGrid.of(
                List.of(Method.values()),
                List.of(new BenchData.Digits(7)),
                List.of(8),
                List.of(1, 4),
                1)
            .cases();
    List<Figure> figures = new ArrayList<>();
    new Bench(RealDigits.dataSet(), SECONDS).run(cases, figures::add);
    assertThat(cases).hasSize(2 * Method.values().length);
    assertThat(figures).extracting(Figure::bench).containsExactlyElementsOf(cases);
    assertThat(figures)
        .allSatisfy(
            figure ->
                assertThat(
                        List.of(
                            figure.microseconds(),
                            figure.gigaflops(),
                            figure.trialsAnHour(),
                            figure.beside().microseconds(),
                            figure.ratio()))
                    .allMatch(value -> value > 0 && Double.isFinite(value)));
  }

  /** Of few and many classes, dense and sparse. */
  @Test
  void generatedDataGetFiguresToo() {
    List<BenchData> data =
        List.of(
            new BenchData.Generated(20, 2, 20),
            new BenchData.Generated(300, 62, 9),
            new BenchData.Generated(5000, 3, 20));
    List<Method> methods = List.of(Method.SGD, Method.ADAM, Method.CG, Method.CLOSED_FORM);
    List<BenchCase> cases = BenchGrid.of(methods, data, List.of(8), List.of(2), 1).cases();
    List<Figure> figures = new ArrayList<>();
    new Bench(RealDigits.dataSet(), SECONDS).run(cases, figures::add);
    assertThat(figures).extracting(Figure::bench).containsExactlyInAnyOrderElementsOf(cases);
    assertThat(figures).allMatch(figure -> figure.microseconds() > 0 && figure.ratio() > 0);
    assertThat(cases).hasSize(12);
  }

  @Test
  void sparseProductsCountElementsAlone() {
    BenchCase dense = generated(new BenchData.Generated(1000, 5, 1000));
    BenchCase sparse = generated(new BenchData.Generated(1000, 5, 10));
    assertThat(Operations.of(sparse)).isEqualTo(Operations.of(dense) / 100);
  }

  private static BenchCase generated(BenchData data) {
    return new BenchCase(Method.SGD, data, 8, 2, 1);
  }

  @Test
  void packsSideBySideAreComparedWithOne() {
    List<BenchCase> cases = List.of(new BenchCase(Method.SGD, 7, 8, 2));
    List<Scaling> scalings = new ArrayList<>();
    new Bench(RealDigits.dataSet(), SECONDS).scale(cases, 2, scalings::add);
    assertThat(scalings).hasSize(1);
    assertThat(scalings.get(0).speedUp()).isPositive().isFinite();
    assertThat(scalings.get(0).coreSpeedUp()).isPositive().isFinite();
  }

  @Test
  void whatPacksSideBySideGainIsTheirThroughput() {
    BenchCase bench = new BenchCase(Method.SGD, 7, 8, 2);
    StepTime together = StepTime.mean(List.of(new StepTime(2, 4), new StepTime(6, 4)));
    assertThat(together).isEqualTo(new StepTime(3, 4));
    Scaling scaling = new Scaling(bench, 2, new StepTime(3, 3), together);
    assertThat(scaling.coreSpeedUp()).isEqualTo(2);
    assertThat(scaling.speedUp()).isEqualTo(1.5);
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED_FORM, CLOSED_FORM",
    "UNTRUNCATED, CLOSED_FORM",
    "DAMPED, CHOLESKY",
    "TRUNCATED, GRAM",
    "DENSE, DENSE",
    "EMPIRICAL_FISHER, CHOLESKY",
    "CG, CG",
    "KFAC, KRONECKER",
    "EKFAC, KRONECKER",
    "SPRING, CHOLESKY",
    "MLP_DAMPED, CHOLESKY"
  })
  void everyMethodTakesThePathOfItsName(Method method, SolverPath path) {
    assertThat(curvature(new BenchCase(method, 14, 16, 1)))
        .allMatch(curvature -> curvature.path() == path);
  }

  @Test
  void conjugateGradientsTakeAllTheirIterations() {
    assertThat(curvature(new BenchCase(Method.CG, 7, 8, 1)))
        .allMatch(curvature -> Objects.equals(curvature.iterations(), Method.ITERATIONS));
  }

  private static List<Curvature> curvature(BenchCase bench) {
    try (Device device = new CpuDevice();
        ResidentData data =
            ResidentData.upload(
                device, bench.data().prepare(RealDigits.dataSet()), ResidentData.Bias.NONE)) {
      Outcome outcome = PackTrainer.train(bench.pack(3), data, device, Monitor.NONE).get(0);
      return outcome.curve().stream()
          .map(point -> Objects.requireNonNull(point.curvature()))
          .toList();
    }
  }
}
