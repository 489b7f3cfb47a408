package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.trial.Fisher;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;

/** Fisher factors, Gram and dense matrices, one trial at a time so that each stays in the cache. */
final class CpuFisher implements FisherKernels, AutoCloseable {
  private final Map<Integer, CpuSymmetric> workspaces = new HashMap<>();
  private double[] expanded = new double[0];
  private double[] assembled = new double[0];

  @Override
  public Factors factor(Panel probabilities, int[] labels, Fisher fisher) {
    return CpuFactors.of((CpuPanel) probabilities, labels, fisher);
  }

  @Override
  public SymmetricSystem gram(SampleGram gram, Factors factors, int trial) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    CpuSymmetric target = workspace(order);
    expand((CpuSampleGram) gram, f.classes() - 1);
    assemble(f, trial);
    target.nativeMatrix().put(assembled, 0, order * order);
    target.nativeVector().put(f.u(), trial * order, order);
    return target;
  }

  /** Row b: K[b, b']/B repeated for every free direction of sample b'. */
  private void expand(CpuSampleGram gram, int free) {
    int batch = gram.batch();
    int order = batch * free;
    if (expanded.length != batch * order) {
      expanded = new double[batch * order];
      assembled = new double[order * order];
    }
    for (int b = 0; b < batch; b++) {
      for (int other = 0; other < batch; other++) {
        int from = b * order + other * free;
        java.util.Arrays.fill(expanded, from, from + free, gram.at(b, other) / batch);
      }
    }
  }

  /** G[(b,j),(b',j')] = K[b,b']/B · Σ_i N_b[i,j] N_b'[i,j'], for (b',j') from (b,j) on. */
  private void assemble(CpuFactors f, int trial) {
    int order = f.order();
    int free = f.classes() - 1;
    for (int row = 0; row < order; row++) {
      int target = row * order;
      int b = row / free;
      java.util.Arrays.fill(assembled, target + row, target + order, 0);
      // Above row j the factor's column j is zero for the exact Fisher; the variant's is full.
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

  @Override
  public SymmetricSystem dense(Matrix samples, Factors factors, int trial) {
    CpuFactors f = (CpuFactors) factors;
    int order = f.order();
    int parameters = samples.columns() * f.classes();
    CpuSymmetric target = workspace(parameters);
    double[] a = jacobianFactor((CpuMatrix) samples, f, trial);
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

  /** A, column by column: x_b ⊗ N_bj / √B, the parameter of feature i and class c at i·C + c. */
  private static double[] jacobianFactor(CpuMatrix samples, CpuFactors f, int trial) {
    int width = samples.columns();
    int classes = f.classes();
    float[] x = new float[f.batch() * width];
    samples.pointer().get(x);
    double[] a = new double[Math.multiplyExact(width * classes, f.order())];
    double scale = 1 / Math.sqrt(f.batch());
    int position = 0;
    for (int column = 0; column < f.order(); column++) {
      int sample = column / (classes - 1) * width;
      for (int i = 0; i < width; i++) {
        for (int c = 0; c < classes; c++) {
          a[position++] = scale * x[sample + i] * f.n()[f.row(trial, c) + column];
        }
      }
    }
    return a;
  }

  @Override
  public void cotangent(Factors factors, SymmetricSystem solved, int trial, Panel cotangent) {
    CpuFactors f = (CpuFactors) factors;
    CpuPanel target = (CpuPanel) cotangent;
    double[] w = solved.vector();
    int free = f.classes() - 1;
    double scale = 1 / Math.sqrt(f.batch());
    for (int b = 0; b < f.batch(); b++) {
      for (int i = 0; i < f.classes(); i++) {
        double sum = 0;
        int row = f.row(trial, i) + b * free;
        for (int j = 0; j < free; j++) {
          sum += f.n()[row + j] * w[b * free + j];
        }
        target.values()[target.at(b, trial) + i] = scale * sum;
      }
    }
  }

  @Override
  public void closedForm(Panel probabilities, int[] labels, Fisher fisher, Panel rightHandSide) {
    CpuPanel p = (CpuPanel) probabilities;
    double[] target = ((CpuPanel) rightHandSide).values();
    ClosedFormRow row = new ClosedFormRow(p.classes());
    for (int b = 0; b < p.batch(); b++) {
      for (int t = 0; t < p.trials(); t++) {
        row.compute(p.values(), p.at(b, t), labels[b], fisher, target);
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
