package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.Panel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Forms the Gram matrix AᵀA of one trial, Br × Br, layer by layer and without A. */
final class GramFisher {
  private final StepMemory memory;
  private final NativeScratch scratch;
  private final TopDirection top = new TopDirection();
  private @Nullable CpuSampleGram expandedInputs;
  private double[] expanded = new double[0];
  private double[] assembled = new double[0];
  private double[] product = new double[0];

  GramFisher(StepMemory memory, NativeScratch scratch) {
    this.memory = memory;
    this.scratch = scratch;
  }

  /**
   * Writes AᵀA and u into {@code target}; see {@link
   * dev.geodesic.device.FisherKernels#gram(dev.geodesic.device.SampleGram, List, List,
   * dev.geodesic.device.FisherKernels.Factors, int[])}.
   */
  void form(
      CpuSampleGram samples,
      List<Panel> activations,
      List<Panel> backward,
      CpuFactors f,
      int trial,
      CpuSymmetric target) {
    List<CpuSampleGram> inputs = inputGrams(samples, activations, trial);
    CpuSampleGram outermost = inputs.get(inputs.size() - 1);
    int order = f.order();
    expand(outermost, f.directions());
    assemble(f, trial);
    for (int l = 0; l < backward.size(); l++) {
      addHiddenLayer(inputs.get(l), (CpuPanel) backward.get(l), f, trial);
    }
    target.nativeMatrix().put(assembled, 0, order * order);
    target.nativeVector().put(f.u(), trial * order, order);
    target.holdsGram(top.near(outermost, f, trial));
  }

  /** Returns aaᵀ of the inputs of each layer, from the samples up. */
  private List<CpuSampleGram> inputGrams(
      CpuSampleGram samples, List<Panel> activations, int trial) {
    List<CpuSampleGram> grams = new ArrayList<>();
    grams.add(samples);
    for (Panel layer : activations) {
      grams.add(CpuSampleGram.of((CpuPanel) layer, trial, scratch, memory));
    }
    return grams;
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
  private void addHiddenLayer(CpuSampleGram inputs, CpuPanel backward, CpuFactors f, int trial) {
    int order = f.order();
    products(backward, trial, order);
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
}
