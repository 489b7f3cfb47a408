package dev.geodesic.curvature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.curvature.RandomScenes.Oddity;
import dev.geodesic.curvature.RandomScenes.Recipe;
import dev.geodesic.device.Device;
import dev.geodesic.device.Panel;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.StepSize;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That it solves what it is for; that it solves it rightly is for SolverPropertyTest. */
class ClassSolverTest {
  private static final Device DEVICE = new CpuDevice();

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 1, true",
    "0, 0.1, 30, true",
    "0, 1e-6, 1, true",
    "0, 1e7, 1, true",
    // Below what float64 tells from nothing beside the largest eigenvalue.
    "0, 1e-14, 1, false",
    "1e-9, 0.1, 0, true",
    "0.3, 0.1, 0, false"
  })
  void solvesWhereAllIsKeptAndDampingTells(
      double reltol, double damping, double scale, boolean solved) {
    Curvature found = solve(new Inversion(reltol, damping, StepSize.OFF), scale);
    if (solved) {
      assertThat(found).isNotNull();
      assertThat(found.path()).isEqualTo(SolverPath.CHOLESKY);
      assertThat(found.rank()).isEqualTo(5 * 3);
    } else {
      assertThat(found).isNull();
    }
  }

  private static @Nullable Curvature solve(Inversion inversion, double scale) {
    return DEVICE.inScope(
        () -> {
          Scene scene = new Recipe(4, 5, 4, scale, Oddity.NONE, 3).on(DEVICE);
          Panel gradient = scene.pass.newPanel();
          DEVICE
              .fisher()
              .probabilityGradient(
                  scene.pass.probabilities(),
                  scene.pass.labels(),
                  new double[] {StepSize.OFF},
                  gradient);
          SampleSolution solution = new SampleSolution(scene.pass);
          ClassSolver classes = new ClassSolver(scene.pass, List.of(inversion));
          classes.take(classes.solve(gradient), solution);
          return solution.open().length > 0 ? null : solution.curvature().get(0);
        });
  }
}
