package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Matrix;
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

/**
 * Forms Fisher factors, Gram and dense matrices, one trial at a time so that each stays in the
 * cache.
 */
final class CpuFisher implements FisherKernels, AutoCloseable {
  private final StepMemory memory;
  private final NativeScratch scratch;
  private final DenseFisher dense;
  private final ClassSystems classes;
  private final TopDirection top = new TopDirection();
  private final Map<Integer, CpuSymmetric> workspaces = new HashMap<>();
  private @Nullable SampleGram expandedInputs;
  private double[] expanded = new double[0];
  private double[] assembled = new double[0];
  private double[] product = new double[0];

  CpuFisher(StepMemory memory, NativeScratch scratch) {
    this.memory = memory;
    this.scratch = scratch;
    this.dense = new DenseFisher(scratch);
    this.classes = new ClassSystems(scratch);
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
    target.holdsGram(top.near((CpuSampleGram) inputs, f, trial));
    return target;
  }

  /** Fills {@link #expanded}: row b holds K[b, b']/B, repeated for every direction of sample b'. */
  private void expand(CpuSampleGram gram, int directions) {
    int batch = gram.batch();
    int order = batch * directions;
    if (expanded.length == batch * order && gram == expandedInputs) {
      return;
    }
    if (expanded.length != batch * order) {
      expanded = new double[batch * order];
    }
    // To be compared separately: 6 samples of 1 direction expand to as much as 2 of 9.
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
          Spans.addScaled(assembled, target, f.n(), f.row(trial, i), factor, row, order);
        }
      }
      Spans.multiply(assembled, target, expanded, b * order, row, order);
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
        Spans.addScaled(
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

  /** Copies one trial's part of a panel, {@code [batch, width]}, to scratch memory. */
  private double[] trialRows(CpuPanel panel, int trial) {
    double[] rows = scratch.heapDoubles(panel.batch() * panel.width());
    for (int b = 0; b < panel.batch(); b++) {
      System.arraycopy(panel.values(), panel.at(b, trial), rows, b * panel.width(), panel.width());
    }
    return rows;
  }

  @Override
  public SymmetricSystem dense(List<LayerFactor> layers, Factors factors, int trial) {
    CpuSymmetric target = workspace(DenseFisher.parameters(layers));
    target.holdsFisher();
    dense.form(layers, (CpuFactors) factors, trial, target);
    return target;
  }

  @Override
  public void solution(Factors factors, SymmetricSystem solved, int trial, List<Matrix> vector) {
    dense.write((CpuSymmetric) solved, trial, ((CpuFactors) factors).trials(), vector);
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
  public double squaredLength(Factors factors, SymmetricSystem solved, int trial, double damping) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    double[] w = scratch.heapDoubles(order);
    ((CpuSymmetric) solved).nativeVector().get(w, 0, order);
    double along = 0;
    double square = 0;
    for (int k = 0; k < order; k++) {
      along += f.u()[trial * order + k] * w[k];
      square += w[k] * w[k];
    }
    return along - damping * square;
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

  @Override
  public void probabilityGradient(
      Panel probabilities, int[] labels, double[] maxInverseProbabilities, Panel gradient) {
    CpuPanel p = (CpuPanel) probabilities;
    double[] target = ((CpuPanel) gradient).values();
    Arrays.fill(target, 0);
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        int element = p.at(b, t) + labels[b];
        target[element] = -Math.min(1 / p.values()[element], maxInverseProbabilities[t]);
      }
    }
  }

  @Override
  public boolean[] solveByClass(
      SampleGram inputs, Panel probabilities, double[] damping, Panel panel) {
    boolean[] solved = new boolean[damping.length];
    for (int t = 0; t < damping.length; t++) {
      solved[t] =
          damping[t] > 0
              && classes.solve(
                  (CpuSampleGram) inputs,
                  (CpuPanel) probabilities,
                  t,
                  damping[t],
                  (CpuPanel) panel);
    }
    return solved;
  }

  @Override
  public boolean[] exceedByClass(SampleGram inputs, Panel probabilities, double[] shifts) {
    boolean[] exceed = new boolean[shifts.length];
    for (int t = 0; t < shifts.length; t++) {
      exceed[t] =
          shifts[t] == 0
              || classes.arePositiveDefiniteBeyond(
                  (CpuSampleGram) inputs, (CpuPanel) probabilities, t, shifts[t]);
    }
    return exceed;
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
