package dev.geodesic.curvature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.Tables.Table;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Direction;
import dev.geodesic.model.HostVectors;
import dev.geodesic.model.Network;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/**
 * Every solver on tables whose rows and columns depend on each other, in any unit, with dampings
 * from large ones down to less than rounding: the weights move as the float64 Fisher matrix says,
 * and where they do not, the curve says so.
 */
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class RawTableTest {
  /** What float32 products may add: see {@link Pullback}. */
  private static final double SINGLE_PRECISION = 3e-5;

  /** What bounds on rounding leave out: sizes of the matrices, and what signs make of them. */
  private static final double SLACK = 100;

  private static final Device DEVICE = new CpuDevice();

  @Provide
  Arbitrary<Table> tables() {
    return Tables.tables();
  }

  /** Beside the largest eigenvalue. */
  @Provide
  Arbitrary<Double> dampings() {
    return Arbitraries.of(
        10.0, 1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11, 1e-13, 1e-16, 1e-30, 1e-60, 0.0);
  }

  @Provide
  Arbitrary<Solver> solvers() {
    return Arbitraries.of(Solver.DENSE, Solver.GRAM, Solver.AUTO);
  }

  @Property(seed = "1")
  void theWeightsMoveAsTheFisherMatrixSays(
      @ForAll("tables") Table table,
      @ForAll("dampings") double damping,
      @ForAll Fisher fisher,
      @ForAll("solvers") Solver solver) {
    onScene(
        table,
        scene -> {
          Inversion inversion = inversion(scene, fisher, damping);
          Solution solution = scene.solve(solver, inversion, fisher);
          assertMoves(scene, solution.direction(), solution.curvature(), fisher, inversion);
        });
  }

  @Property(seed = "2")
  void springWithoutMomentumMovesThemSo(
      @ForAll("tables") Table table, @ForAll("dampings") double damping) {
    onScene(
        table,
        scene -> {
          Inversion inversion = inversion(scene, Fisher.EXACT, damping);
          try (Parameters last = scene.pass.weights().zeros()) {
            double[] lambda = {inversion.damping()};
            List<Curvature> curvature = SpringSolver.solve(scene.pass, last, new double[1], lambda);
            Direction direction = new Direction.ParameterSpace(last);
            assertMoves(scene, direction, curvature, Fisher.EXACT, inversion);
          }
        });
  }

  private static Inversion inversion(Scene scene, Fisher fisher, double damping) {
    return new Inversion(0, damping * largest(scene, fisher), StepSize.OFF);
  }

  private static double largest(Scene scene, Fisher fisher) {
    double[] eigenvalues = scene.reference(fisher).eigen().values();
    return Math.max(0, eigenvalues[eigenvalues.length - 1]);
  }

  private static void assertMoves(
      Scene scene,
      Direction direction,
      List<Curvature> curvature,
      Fisher fisher,
      Inversion inversion) {
    double[] moved = moved(scene, direction);
    double rounding = Objects.requireNonNull(curvature.get(0).rounding());
    double largest = largest(scene, fisher);
    if (largest > 0 && inversion.cutoff(largest) == 0) {
      double[] exact =
          ExactStep.of(
              scene.samples(), scene.probabilities(), scene.labels, fisher, inversion.damping());
      double length = ReferenceFisher.norm(exact);
      ReferenceFisher.addScaled(moved, -1, exact);
      double error = ReferenceFisher.norm(moved);
      double unit = 0x1p-53 / inversion.damping();
      // What rounding leaves where the samples' gradients cancel.
      double rest = SLACK * unit * scene.reference(fisher).gross;
      double tolerance = SINGLE_PRECISION + SLACK * unit * largest;
      assertThat(error).as("%s", curvature).isLessThanOrEqualTo(tolerance * length + rest);
      assertThat(error).as("%s", curvature).isLessThanOrEqualTo(SLACK * rounding * length + rest);
    } else {
      Expectation expected = new Expectation(scene.reference(fisher), inversion);
      double length = expected.length();
      Assume.that(expected.error() < 0.1 * length);
      double difference = expected.differenceFrom(moved);
      assertThat(difference)
          .as("%s", curvature)
          .isLessThanOrEqualTo(expected.error() + SINGLE_PRECISION * length);
    }
  }

  /** As a step of length 1 changes the weights. */
  private static double[] moved(Scene scene, Direction direction) {
    Parameters vector = Network.inParameterSpace(scene.pass, direction);
    return HostVectors.of(scene.pass.architecture(), vector).get(0);
  }

  private static void onScene(Table table, Consumer<Scene> assertion) {
    DEVICE.inScope(
        () -> {
          assertion.accept(table.on(DEVICE));
          return true;
        });
  }
}
