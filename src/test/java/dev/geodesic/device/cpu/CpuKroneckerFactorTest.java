package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Panel;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.StepSize;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuKroneckerFactorTest {
  private final CpuDevice device = new CpuDevice();

  private CpuPanel uniform(int seed, int batch, int trials, int width) {
    CpuPanel panel = (CpuPanel) device.panel(batch, trials, width);
    SplittableRandom random = new SplittableRandom(seed);
    Arrays.setAll(panel.values(), i -> random.nextDouble(-1, 1));
    return panel;
  }

  private static LayerInput read(Panel panel) {
    return new LayerInput.Activations(panel);
  }

  /** M = V diag(σ) Vᵀ, V orthogonal; some units are empty in all samples, and M is singular. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 40})
  void decomposesTheMeanOfOuterProducts(int order) {
    CpuPanel a = uniform(order, 6, 2, order);
    for (int row = 0; row < 12; row++) {
      for (int i = 2; i < order; i += 3) {
        a.values()[row * order + i] = 0;
      }
    }
    KroneckerFactor factor = device.kronecker().factor(order, 2);
    factor.average(0, read(a));
    factor.decompose();
    CpuPanel units = new CpuPanel(new double[order * 2 * order], order, 2, order);
    for (int i = 0; i < order; i++) {
      units.values()[units.at(i, 0) + i] = 1;
      units.values()[units.at(i, 1) + i] = 1;
    }
    CpuPanel v = (CpuPanel) device.kronecker().coordinates(units, factor);
    for (int t = 0; t < 2; t++) {
      double[] sigma = factor.eigenvalues(t);
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < order; j++) {
          double product = 0;
          double overlap = 0;
          double expected = 0;
          for (int k = 0; k < order; k++) {
            double both = v.values()[v.at(i, t) + k] * v.values()[v.at(j, t) + k];
            product += sigma[k] * both;
            overlap += both;
          }
          for (int b = 0; b < 6; b++) {
            expected += a.values()[a.at(b, t) + i] * a.values()[a.at(b, t) + j] / 6;
          }
          assertThat(product).isCloseTo(expected, within(1e-13));
          assertThat(overlap).isCloseTo(i == j ? 1 : 0, within(1e-13));
        }
      }
    }
  }

  /** p − e_y over labels, and the columns of N with N Nᵀ = diag p − ppᵀ, tell the same. */
  @Test
  void labelsInTheLogitsEqualTheColumnsOfTheirFactor() {
    for (double spread : new double[] {0, 1, 20}) {
      CpuPanel logits = uniform(4, 7, 2, 10);
      Arrays.setAll(logits.values(), i -> spread * logits.values()[i]);
      Panel p = device.panel(7, 2, 10);
      device.softmax().logSoftmax(logits, p);
      double[] uncapped = {StepSize.OFF, StepSize.OFF};
      Factors factors =
          device.fisher().factor(p, device.indices(new int[7]), Fisher.EXACT, uncapped);
      LabelDerivatives labels = new LabelDerivatives.OfLogits(p);
      LabelDerivatives columns =
          new LabelDerivatives.Backpropagated(
              device.fisher().columns(factors), factors.directions());
      KroneckerFactor byLabels = device.kronecker().factor(10, 2);
      KroneckerFactor byColumns = device.kronecker().factor(10, 2);
      byLabels.average(0, labels);
      byColumns.average(0, columns);
      byLabels.decompose();
      byColumns.decompose();
      for (int t = 0; t < 2; t++) {
        double[] expected = byColumns.eigenvalues(t);
        Arrays.sort(expected);
        double[] sigma = byLabels.eigenvalues(t);
        Arrays.sort(sigma);
        assertThat(sigma).containsExactly(expected, within(1e-15));
      }
      // Columns go through a product in float32.
      assertThat(device.kronecker().secondMoments(labels, byLabels).toArray())
          .containsExactly(
              device.kronecker().secondMoments(columns, byLabels).toArray(), within(1e-6));
    }
  }
}
