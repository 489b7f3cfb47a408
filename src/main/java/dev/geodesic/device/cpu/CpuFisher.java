package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.LayerInput;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.trial.Fisher;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Fisher factors, Gram and dense matrices, one trial at a time so that each stays in the cache. */
final class CpuFisher implements FisherKernels, AutoCloseable {
  /** Enough to turn towards the top eigenvector; Lanczos iteration does the rest. */
  private static final int POWER_ITERATIONS = 2;

  private final StepMemory memory;
  private final NativeScratch scratch;
  private final Map<Integer, CpuSymmetric> workspaces = new HashMap<>();
  private @Nullable SampleGram expandedInputs;
  private double[] expanded = new double[0];
  private double[] assembled = new double[0];
  private double[] product = new double[0];

  CpuFisher(StepMemory memory, NativeScratch scratch) {
    this.memory = memory;
    this.scratch = scratch;
  }

  @Override
  public Factors factor(
      Panel probabilities, int[] labels, Fisher fisher, double[] maxInverseProbabilities) {
    return CpuFactors.of((CpuPanel) probabilities, labels, fisher, maxInverseProbabilities, memory);
  }

  @Override
  public SymmetricSystem gram(
      SampleGram inputs, List<HiddenLayer> hidden, Factors factors, int trial) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    CpuSymmetric target = workspace(order);
    expand((CpuSampleGram) inputs, f.directions());
    assemble(f, trial);
    hidden.forEach(layer -> addHiddenLayer(layer, f, trial));
    target.nativeMatrix().put(assembled, 0, order * order);
    target.nativeVector().put(f.u(), trial * order, order);
    target.holdsGram(topDirection((CpuSampleGram) inputs, f, trial));
    return target;
  }

  /**
   * About where the largest eigenvalue of G lies: F's is near x̄ ⊗ s, x̄ the mean input and s the
   * top eigenvector of the mean output curvature with samples weighted by x̄ᵀx, and Aᵀ takes that
   * to x̄ᵀx_b · N_bᵀs.
   */
  private double[] topDirection(CpuSampleGram inputs, CpuFactors f, int trial) {
    int order = f.order();
    double[] along = along(inputs, f.directions());
    double[] guess = new double[order];
    double[] s = new double[f.classes()];
    for (int i = 0; i < s.length; i++) {
      s[i] = i % 2 == 0 ? 1 : -0.5 * i;
    }
    for (int iteration = 0; iteration <= POWER_ITERATIONS; iteration++) {
      Arrays.fill(guess, 0);
      for (int i = 0; i < s.length; i++) {
        addScaled(guess, 0, f.n(), f.row(trial, i), s[i], 0, order);
      }
      multiply(guess, 0, along, 0, 0, order);
      for (int i = 0; i < s.length && iteration < POWER_ITERATIONS; i++) {
        s[i] = weightedDot(f.n(), f.row(trial, i), guess, along);
      }
    }
    return guess;
  }

  /** x̄ᵀx_b of each column (b, j), up to a factor: of mean square 1, so that no power overflows. */
  private static double[] along(CpuSampleGram inputs, int directions) {
    int batch = inputs.batch();
    double[] along = new double[batch * directions];
    double square = 0;
    for (int b = 0; b < batch; b++) {
      double sum = 0;
      for (int other = 0; other < batch; other++) {
        sum += inputs.at(b, other);
      }
      Arrays.fill(along, b * directions, (b + 1) * directions, sum);
      square += sum * sum;
    }
    double scale = square > 0 ? Math.sqrt(batch / square) : 0;
    for (int i = 0; i < along.length; i++) {
      along[i] *= scale;
    }
    return along;
  }

  private static double weightedDot(double[] n, int from, double[] v, double[] weights) {
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
      sum += n[from + i] * v[i] * weights[i];
    }
    return sum;
  }

  /** Row b: K[b, b']/B repeated for every direction of sample b'. */
  private void expand(CpuSampleGram gram, int directions) {
    int batch = gram.batch();
    int order = batch * directions;
    if (expanded.length == batch * order && gram == expandedInputs) {
      return;
    }
    if (expanded.length != batch * order) {
      expanded = new double[batch * order];
    }
    // A size of its own: 6 samples of 1 direction expand to as much as 2 of 9.
    if (assembled.length != order * order) {
      assembled = new double[order * order];
    }
    expandedInputs = gram;
    for (int b = 0; b < batch; b++) {
      for (int other = 0; other < batch; other++) {
        int from = b * order + other * directions;
        Arrays.fill(expanded, from, from + directions, gram.at(b, other) / batch);
      }
    }
  }

  /** G[(b,j),(b',j')] = K[b,b']/B · Σ_i N_b[i,j] N_b'[i,j'], for (b',j') from (b,j) on. */
  private void assemble(CpuFactors f, int trial) {
    int order = f.order();
    for (int row = 0; row < order; row++) {
      int target = row * order;
      int b = row / f.directions();
      Arrays.fill(assembled, target + row, target + order, 0);
      // Above row j the exact factor's column j is zero; those of the others are full.
      for (int i = 0; i < f.classes(); i++) {
        double factor = f.n()[f.row(trial, i) + row];
        if (factor != 0) {
          addScaled(assembled, target, f.n(), f.row(trial, i), factor, row, order);
        }
      }
      multiply(assembled, target, expanded, b * order, row, order);
    }
  }

  private static void addScaled(
      double[] target, int to, double[] source, int from, double factor, int start, int end) {
    for (int c = start; c < end; c++) {
      target[to + c] += factor * source[from + c];
    }
  }

  private static void multiply(
      double[] target, int to, double[] source, int from, int start, int end) {
    for (int c = start; c < end; c++) {
      target[to + c] *= source[from + c];
    }
  }

  /** G[(b,j),(b',j')] += K[b,b']/B · Σ_o D[(b,j),o] D[(b',j'),o]. */
  private void addHiddenLayer(HiddenLayer layer, CpuFactors f, int trial) {
    CpuSampleGram inputs = (CpuSampleGram) layer.inputs();
    int order = f.order();
    products((CpuPanel) layer.backward(), trial, order);
    for (int row = 0; row < order; row++) {
      int b = row / f.directions();
      for (int other = b; other < f.batch(); other++) {
        int from = Math.max(row, other * f.directions());
        addScaled(
            assembled,
            row * order,
            product,
            row * order,
            inputs.at(b, other) / f.batch(),
            from,
            (other + 1) * f.directions());
      }
    }
  }

  /** DDᵀ of one trial, from each diagonal element on, in {@link #product}. */
  private void products(CpuPanel backward, int trial, int order) {
    int width = backward.width();
    DoublePointer d = scratch.doubles(order * width);
    d.put(trialRows(backward, trial), 0, order * width);
    DoublePointer result = scratch.moreDoubles(order * order);
    cblas_dsyrk(CblasColMajor, CblasLower, CblasTrans, order, width, 1, d, width, 0, result, order);
    if (product.length != order * order) {
      product = new double[order * order];
    }
    result.get(product, 0, order * order);
  }

  /** One trial's part of a panel, {@code [batch, width]}. */
  private double[] trialRows(CpuPanel panel, int trial) {
    double[] rows = scratch.heapDoubles(panel.batch() * panel.width());
    for (int b = 0; b < panel.batch(); b++) {
      System.arraycopy(panel.values(), panel.at(b, trial), rows, b * panel.width(), panel.width());
    }
    return rows;
  }

  @Override
  public SymmetricSystem dense(List<LayerFactor> layers, Factors factors, int trial) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    int parameters = layers.stream().mapToInt(CpuFisher::parameters).sum();
    CpuSymmetric target = workspace(parameters);
    target.holdsFisher();
    double[] a = jacobianFactor(layers, f, trial, parameters);
    try (DoublePointer columns = new DoublePointer(a);
        DoublePointer u = new DoublePointer(order)) {
      u.put(f.u(), trial * order, order);
      cblas_dsyrk(
          CblasColMajor,
          CblasLower,
          CblasNoTrans,
          parameters,
          order,
          1,
          columns,
          parameters,
          0,
          target.nativeMatrix(),
          parameters);
      cblas_dgemv(
          CblasColMajor,
          CblasNoTrans,
          parameters,
          order,
          1,
          columns,
          parameters,
          u,
          1,
          0,
          target.nativeVector(),
          1);
    }
    return target;
  }

  private static int parameters(LayerFactor layer) {
    return Math.multiplyExact(inputWidth(layer.input()), layer.backward().width());
  }

  private static int inputWidth(LayerInput input) {
    return input instanceof LayerInput.Samples samples
        ? samples.matrix().columns()
        : ((LayerInput.Activations) input).panel().width();
  }

  /** A, column by column: D_bj ⊗ a_b / √B of each layer. */
  private static double[] jacobianFactor(
      List<LayerFactor> layers, CpuFactors f, int trial, int parameters) {
    double[] a = new double[Math.multiplyExact(parameters, f.order())];
    double scale = 1 / Math.sqrt(f.batch());
    int offset = 0;
    for (LayerFactor layer : layers) {
      CpuPanel d = (CpuPanel) layer.backward();
      int width = inputWidth(layer.input());
      for (int column = 0; column < f.order(); column++) {
        double[] input = input(layer.input(), column / f.directions(), trial);
        int position = column * parameters + offset;
        for (int o = 0; o < d.width(); o++) {
          double factor = scale * d.values()[d.at(column, trial) + o];
          for (int i = 0; i < width; i++) {
            a[position++] = factor * input[i];
          }
        }
      }
      offset += parameters(layer);
    }
    return a;
  }

  /** What a layer reads of one sample. */
  private static double[] input(LayerInput input, int sample, int trial) {
    double[] values = new double[inputWidth(input)];
    if (input instanceof LayerInput.Samples samples) {
      CpuMatrix x = (CpuMatrix) samples.matrix();
      for (int i = 0; i < values.length; i++) {
        values[i] = x.pointer().get((long) sample * values.length + i);
      }
    } else {
      CpuPanel a = (CpuPanel) ((LayerInput.Activations) input).panel();
      System.arraycopy(a.values(), a.at(sample, trial), values, 0, values.length);
    }
    return values;
  }

  @Override
  public Panel columns(Factors factors) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    CpuPanel columns =
        new CpuPanel(
            memory.doubles(CpuPanel.length(order, f.trials(), f.classes())),
            order,
            f.trials(),
            f.classes());
    for (int t = 0; t < f.trials(); t++) {
      for (int i = 0; i < f.classes(); i++) {
        int row = f.row(t, i);
        for (int column = 0; column < order; column++) {
          columns.values()[columns.at(column, t) + i] = f.n()[row + column];
        }
      }
    }
    return columns;
  }

  @Override
  public void cotangent(Factors factors, SymmetricSystem solved, int trial, Panel cotangent) {
    CpuFactors f = (CpuFactors) factors;
    CpuPanel target = (CpuPanel) cotangent;
    double[] w = scratch.heapDoubles(f.order());
    ((CpuSymmetric) solved).nativeVector().get(w, 0, f.order());
    double scale = 1 / Math.sqrt(f.batch());
    for (int b = 0; b < f.batch(); b++) {
      for (int i = 0; i < f.classes(); i++) {
        double sum = 0;
        int row = f.row(trial, i) + b * f.directions();
        for (int j = 0; j < f.directions(); j++) {
          sum += f.n()[row + j] * w[b * f.directions() + j];
        }
        target.values()[target.at(b, trial) + i] = scale * sum;
      }
    }
  }

  @Override
  public void subtractProjection(double[] scales, Panel logitChange, Factors factors) {
    CpuFactors f = (CpuFactors) factors;
    CpuPanel change = (CpuPanel) logitChange;
    for (int t = 0; t < f.trials(); t++) {
      double scale = scales[t] / Math.sqrt(f.batch());
      for (int b = 0; b < f.batch(); b++) {
        for (int i = 0; i < f.classes(); i++) {
          double factor = scale * change.values()[change.at(b, t) + i];
          int row = f.row(t, i) + b * f.directions();
          int to = (t * f.batch() + b) * f.directions();
          for (int j = 0; j < f.directions(); j++) {
            f.u()[to + j] -= factor * f.n()[row + j];
          }
        }
      }
    }
  }

  @Override
  public void closedForm(
      Panel probabilities,
      int[] labels,
      Fisher fisher,
      double[] maxInverseProbabilities,
      Panel rightHandSide) {
    CpuPanel p = (CpuPanel) probabilities;
    double[] target = ((CpuPanel) rightHandSide).values();
    ClosedFormRow row = new ClosedFormRow(p.width());
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        row.compute(p.values(), p.at(b, t), labels[b], fisher, maxInverseProbabilities[t], target);
      }
    }
  }

  private CpuSymmetric workspace(int order) {
    return workspaces.computeIfAbsent(order, CpuSymmetric::new);
  }

  @Override
  public void close() {
    workspaces.values().forEach(CpuSymmetric::close);
    workspaces.clear();
  }
}
