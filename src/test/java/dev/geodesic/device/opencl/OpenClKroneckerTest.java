package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.Device;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LabelDerivatives;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClKroneckerTest {
  private static final int BATCH = 12;
  private static final int INPUTS = 40;
  private static final int OUTPUTS = 5;

  private OpenClDevice device;

  @BeforeEach
  void open() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    device = OpenClDevice.open(0, new Limits(16, 8 << 10));
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private Panel panel(Device on, int batch, int trials, int width, double... values) {
    Panel panel = on.panel(batch, trials, width);
    on.write(values, panel);
    return panel;
  }

  /** The numbers of a trial depend on its name alone: {@code [batch, trials, width]}. */
  private static double[] uniform(int batch, int[] names, int width) {
    double[] values = new double[batch * names.length * width];
    for (int t = 0; t < names.length; t++) {
      SplittableRandom random = new SplittableRandom(names[t]);
      for (int b = 0; b < batch; b++) {
        for (int c = 0; c < width; c++) {
          values[(b * names.length + t) * width + c] = random.nextDouble();
        }
      }
    }
    return values;
  }

  /** One layer of a pack, of named trials. */
  private final class Layer {
    private final int[] names;
    private final KroneckerKernels kernels = device.kronecker();
    private final KroneckerFactor inputs;
    private final KroneckerFactor outputs;
    private final Matrix eigenvalues;
    private final Matrix direction;
    private final double[] damping;

    Layer(int... names) {
      this.names = names;
      inputs = kernels.factor(INPUTS, names.length);
      outputs = kernels.factor(OUTPUTS, names.length);
      eigenvalues = device.matrix(names.length * OUTPUTS, INPUTS);
      direction = device.matrix(names.length * OUTPUTS, INPUTS);
      // λ above and below the bound for setting quotients to 0.
      damping = Arrays.stream(names).mapToDouble(name -> name % 2 == 0 ? 1e-20 : 0.1).toArray();
    }

    /** Returns what differs from trial to trial after a step, {@code [trial][number]}. */
    List<double[]> step(boolean isDecomposed, boolean isHidden) {
      Panel a = panel(device, BATCH, names.length, INPUTS, uniform(BATCH, names, INPUTS));
      Panel c = panel(device, BATCH, names.length, OUTPUTS, uniform(BATCH, names, OUTPUTS));
      LayerInput read = new LayerInput.Activations(a);
      LabelDerivatives derivatives =
          isHidden ? new LabelDerivatives.Backpropagated(c, 2) : new LabelDerivatives.OfLogits(c);
      Matrix turned =
          device.upload(
              transposed(uniform(OUTPUTS * INPUTS, names, 1), names.length),
              names.length * OUTPUTS,
              INPUTS);
      Traffic before = device.traffic();
      inputs.average(0.5, read);
      outputs.average(0.5, derivatives);
      if (isDecomposed) {
        inputs.decompose();
        outputs.decompose();
      }
      kernels.products(outputs, damping, inputs, damping, eigenvalues);
      LayerInput coordinates = kernels.coordinates(read, inputs);
      Panel cotangents = kernels.coordinates(c, outputs);
      Panel squares = ((LayerInput.Activations) kernels.secondMoments(coordinates, inputs)).panel();
      Panel moments = kernels.secondMoments(derivatives, outputs);
      kernels.divide(turned, eigenvalues, units(), damping);
      kernels.turnBack(outputs, turned, inputs, direction);
      last = device.traffic().since(before);
      List<double[]> found = new ArrayList<>();
      for (int t = 0; t < names.length; t++) {
        found.add(
            concatenated(of(cotangents, t), of(squares, t), of(moments, t), of(direction, t)));
      }
      return found;
    }

    private double[] units() {
      return IntStream.range(0, names.length)
          .mapToDouble(t -> inputs.unit(t) * outputs.unit(t))
          .toArray();
    }

    private double[] of(Panel panel, int t) {
      double[] all = panel.toArray();
      return IntStream.range(0, all.length)
          .filter(i -> i / panel.width() % panel.trials() == t)
          .mapToDouble(i -> all[i])
          .toArray();
    }

    private double[] of(Matrix matrix, int t) {
      float[] all = device.download(matrix);
      int part = all.length / names.length;
      return IntStream.range(t * part, (t + 1) * part).mapToDouble(i -> all[i]).toArray();
    }
  }

  private Traffic last = new Traffic(0, 0, 0);

  private static float[] transposed(double[] values, int trials) {
    int part = values.length / trials;
    float[] all = new float[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) values[i % part * trials + i / part];
    }
    return all;
  }

  private static double[] concatenated(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void stepsBetweenDecompositionsStayOnTheDevice(boolean isHidden) {
    Traffic expected = null;
    for (int[] names : new int[][] {{2}, {2, 3}, {2, 3, 4, 5, 6, 7}}) {
      Layer layer = new Layer(names);
      layer.step(true, isHidden);
      layer.step(false, isHidden);
      assertThat(last.reads()).isZero();
      layer.step(false, isHidden);
      assertThat(last.uploads()).isZero();
      assertThat(last.reads()).isZero();
      expected = expected == null ? last : expected;
      assertThat(last).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noBitOfATrialDependsOnItsCompany(boolean isHidden) {
    Layer pack = new Layer(1, 2, 3, 4);
    for (boolean isDecomposed : new boolean[] {true, false}) {
      List<double[]> together = pack.step(isDecomposed, isHidden);
      for (int t = 0; t < 4; t++) {
        Layer alone = new Layer(t + 1);
        List<double[]> own = alone.step(true, isHidden);
        if (!isDecomposed) {
          own = alone.step(false, isHidden);
        }
        assertThat(together.get(t)).isEqualTo(own.get(0));
      }
    }
  }

  /** Eigenvalues of 0, 1 and 4 with 20 eigenvectors each, and of 9, 25 and 25. */
  @Test
  void sharesMomentsInGroupsOfAnySize() {
    int order = 63;
    double[] rows = new double[order * order];
    for (int i = 0; i < order; i++) {
      double[] length = {4, 0, 2, 1, 3, 5, 5};
      int group = i < 60 ? i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 3 : i == 60 ? 4 : 5;
      rows[i * order + i] = length[group] * Math.sqrt(order);
    }
    KroneckerFactor factor = device.kronecker().factor(order, 1);
    factor.average(0, new LayerInput.Activations(panel(device, order, 1, order, rows)));
    factor.decompose();
    double[] coordinates = uniform(2, new int[] {7}, order);
    LayerInput found =
        device
            .kronecker()
            .secondMoments(
                new LayerInput.Activations(panel(device, 2, 1, order, coordinates)), factor);
    double[] moments = ((LayerInput.Activations) found).panel().toArray();
    double[] sigma = factor.eigenvalues(0);
    for (int i = 0; i < moments.length; i++) {
      double own = sigma[i % order];
      int row = i / order * order;
      double expected =
          IntStream.range(0, order)
              .filter(k -> Math.abs(sigma[k] - own) < 1e-9)
              .mapToDouble(k -> coordinates[row + k] * coordinates[row + k])
              .average()
              .orElseThrow();
      assertThat(moments[i]).isCloseTo(expected / 16, within(1e-14));
    }
  }

  @Test
  void readsAndWritesTheStatesOfTheProcessor() throws IOException {
    CpuDevice processor = new CpuDevice();
    double[] a = uniform(BATCH, new int[] {1, 2}, 7);
    KroneckerFactor wanted = processor.kronecker().factor(7, 2);
    wanted.average(0, new LayerInput.Activations(panel(processor, BATCH, 2, 7, a)));
    wanted.decompose();
    KroneckerFactor found = device.kronecker().factor(7, 2);
    transfer(wanted, found);
    assertSame(found, wanted);
    found.average(0.5, new LayerInput.Activations(panel(device, BATCH, 2, 7, a)));
    KroneckerFactor back = processor.kronecker().factor(7, 2);
    transfer(found, back);
    back.decompose();
    assertSame(back, wanted);
    processor.close();
  }

  @Test
  void readsAllMatricesAtOnceAndDerivesOnceWhatKernelsRead() throws IOException {
    Traffic expected = null;
    for (int matrices : new int[] {2, 6}) {
      int[] names = IntStream.range(0, matrices).toArray();
      KroneckerFactor factor = device.kronecker().factor(7, matrices);
      double[] a = uniform(BATCH, names, 7);
      LayerInput inputs = new LayerInput.Activations(panel(device, BATCH, matrices, 7, a));
      factor.average(0, inputs);
      Traffic before = device.traffic();
      factor.decompose();
      assertThat(device.traffic().since(before).reads()).isEqualTo(1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new StateWriter(out).writeTrials(matrices, factor::save);
      before = device.traffic();
      new StateReader(new ByteArrayInputStream(out.toByteArray()))
          .readTrials(matrices, factor::restore);
      Traffic restored = device.traffic().since(before);
      assertThat(restored.launches()).isZero();
      assertThat(restored.uploads()).isEqualTo(2L * matrices);
      before = device.traffic();
      device.kronecker().secondMoments(inputs, factor);
      Traffic used = device.traffic().since(before);
      expected = expected == null ? used : expected;
      assertThat(used).isEqualTo(expected);
      before = device.traffic();
      device.kronecker().secondMoments(inputs, factor);
      assertThat(device.traffic().since(before).uploads()).isZero();
    }
  }

  private static void transfer(KroneckerFactor from, KroneckerFactor to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StateWriter(out).writeTrials(2, from::save);
    new StateReader(new ByteArrayInputStream(out.toByteArray())).readTrials(2, to::restore);
  }

  private static void assertSame(KroneckerFactor found, KroneckerFactor wanted) {
    for (int t = 0; t < 2; t++) {
      assertThat(found.eigenvalues(t)).containsExactly(wanted.eigenvalues(t), within(1e-13));
    }
  }
}
