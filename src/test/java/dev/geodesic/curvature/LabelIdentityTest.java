package dev.geodesic.curvature;

import static dev.geodesic.curvature.Scene.relativeError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Matrix;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Network;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each sample's label does to a step: the cap on 1/p(label), and the empirical matrix. */
class LabelIdentityTest {
  private static Inversion capped(double most) {
    return new Inversion(1e-12, 0, most);
  }

  /** The cap of the middle binds for some samples and not for others. */
  private static double middle(Scene scene) {
    double[] inverse = new double[scene.labels.length];
    for (int b = 0; b < inverse.length; b++) {
      inverse[b] = 1 / scene.probabilities()[b][scene.labels[b]];
    }
    Arrays.sort(inverse);
    return (inverse[inverse.length / 2 - 1] + inverse[inverse.length / 2]) / 2;
  }

  @ParameterizedTest
  @EnumSource(Solver.class)
  void aCapWeighsTheGradientsOfTheSamples(Solver solver) {
    Scene scene = Digits.scene(7, 60, 8, 0.8);
    for (double most : new double[] {1, middle(scene), StepSize.OFF}) {
      double[] expected = scene.reference(Fisher.EXACT, most).naturalGradient(1e-11, 0);
      double[] d = scene.inWeights(scene.solve(solver, capped(most), Fisher.EXACT).direction());
      assertThat(relativeError(d, expected)).as("at most %s", most).isLessThan(1e-6);
    }
  }

  /** Exact in the float64 that the step is known in. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0, StepSize.OFF})
  void aCappedClosedFormStepMovesEachSampleTowardsItsLabelAlone(double cap) {
    Scene scene = Digits.trained(14, 300, 16, 30);
    double most = cap == 0 ? middle(scene) : cap;
    Solution solution = scene.solve(Solver.CLOSED_FORM, capped(most), Fisher.EXACT);
    assertThat(solution.curvature().get(0).path()).isEqualTo(SolverPath.CLOSED_FORM);
    double[] d = scene.inWeights(solution.direction());
    for (int b = 0; b < scene.labels.length; b++) {
      double[] x = scene.samples()[b];
      for (int c = 0; c < 10; c++) {
        double moved = 0;
        for (int i = 0; i < x.length; i++) {
          moved -= x[i] * d[c * x.length + i];
        }
        double expected = expectedMove(scene, b, c, most);
        assertThat(moved).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
      }
    }
  }

  /** min(1/p_y, most)(e_y − 1/C). */
  private static double expectedMove(Scene scene, int b, int c, double most) {
    int y = scene.labels[b];
    return Math.min(1 / scene.probabilities()[b][y], most) * ((c == y ? 1 : 0) - 0.1);
  }

  /** The same of real weights in float32, by a second forward pass. */
  @Test
  void aCappedStepThatIsTakenMovesTheLogitsByTheLearningRateTimesThat() {
    double rate = 0.3;
    Scene scene = Digits.trained(14, 340, 16, 30);
    double most = middle(scene);
    Network network =
        Network.of(
            scene.device,
            scene.pass.architecture(),
            List.of(scene.device.download(scene.pass.weights().layers().get(0))),
            1);
    Matrix samples = scene.pass.samples();
    ForwardPass before = network.forward(samples, scene.pass.labels());
    double[] p = before.probabilities().toArray();
    Solution solution =
        FisherSolver.of(Solver.CLOSED_FORM, Fisher.EXACT).solve(before, List.of(capped(most)));
    network.move(before, solution.direction()).take(new double[] {rate});
    double[] q = network.forward(samples, scene.pass.labels()).probabilities().toArray();
    for (int b = 0; b < scene.labels.length; b++) {
      double[] moved = new double[10];
      for (int c = 0; c < 10; c++) {
        moved[c] = Math.log(q[b * 10 + c] / p[b * 10 + c]);
      }
      // Log-probabilities are the logits but for a number of each sample's own.
      double mean = Arrays.stream(moved).average().orElseThrow();
      for (int c = 0; c < 10; c++) {
        double expected = rate * expectedMove(scene, b, c, most);
        assertThat(moved[c] - mean).isCloseTo(expected, within(1e-4 * rate * most));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 60})
  void theEmpiricalMatrixHasNoMoreDirectionsThanSamples(int batch) {
    Scene scene = Digits.trained(7, 500, batch, 20);
    double[] eigenvalues = scene.device.eigen(scene.denseMatrix(Fisher.EMPIRICAL), 490).values();
    double largest = eigenvalues[489];
    assertThat(Arrays.stream(eigenvalues).filter(v -> v > 1e-12 * largest).count())
        .isLessThanOrEqualTo(batch);
    for (Solver solver : new Solver[] {Solver.DENSE, Solver.GRAM, Solver.AUTO}) {
      Solution solution =
          scene.solve(solver, new Inversion(1e-10, 0, StepSize.OFF), Fisher.EMPIRICAL);
      assertThat(Objects.requireNonNull(solution.curvature().get(0).rank())).isBetween(1, batch);
    }
  }
}
