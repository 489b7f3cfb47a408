package dev.geodesic.device.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_dsdot;
import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_scopy;
import static org.bytedeco.openblas.global.openblas.cblas_sscal;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.VectorKernels;
import org.bytedeco.javacpp.FloatPointer;

/** Arithmetic by BLAS on the weights of one trial at a time, which are contiguous. */
final class CpuVectors implements VectorKernels {
  private float[] gradients = new float[0];
  private float[] means = new float[0];
  private float[] squares = new float[0];

  @Override
  public void copy(Matrix source, Matrix target) {
    CpuMatrix from = (CpuMatrix) source;
    cblas_scopy(
        Math.toIntExact(from.length()), from.pointer(), 1, ((CpuMatrix) target).pointer(), 1);
  }

  @Override
  public void scale(double[] factors, Matrix x) {
    CpuMatrix m = (CpuMatrix) x;
    int part = part(m, factors.length);
    for (int t = 0; t < factors.length; t++) {
      cblas_sscal(part, (float) factors[t], m.pointer().position((long) t * part), 1);
    }
    m.pointer().position(0);
  }

  @Override
  public void add(double[] factors, Matrix x, Matrix y) {
    CpuMatrix from = (CpuMatrix) x;
    CpuMatrix to = (CpuMatrix) y;
    int part = part(from, factors.length);
    for (int t = 0; t < factors.length; t++) {
      long start = (long) t * part;
      cblas_saxpy(
          part,
          (float) factors[t],
          from.pointer().position(start),
          1,
          to.pointer().position(start),
          1);
    }
    from.pointer().position(0);
    to.pointer().position(0);
  }

  @Override
  public Numbers dot(Matrix x, Matrix y, int trials) {
    CpuMatrix left = (CpuMatrix) x;
    CpuMatrix right = (CpuMatrix) y;
    double[] sums = new double[trials];
    int part = part(left, trials);
    for (int t = 0; t < sums.length; t++) {
      long start = (long) t * part;
      FloatPointer from = left.pointer().position(start);
      sums[t] = cblas_dsdot(part, from, 1, right.pointer().position(start), 1);
    }
    left.pointer().position(0);
    right.pointer().position(0);
    return Numbers.of(sums);
  }

  @Override
  public void adam(Matrix gradient, Matrix mean, Matrix square, AdamMoments[] moments, int step) {
    CpuMatrix g = (CpuMatrix) gradient;
    CpuMatrix m = (CpuMatrix) mean;
    CpuMatrix v = (CpuMatrix) square;
    int part = part(g, moments.length);
    ensure(part);
    for (int t = 0; t < moments.length; t++) {
      long start = (long) t * part;
      g.pointer().position(start).get(gradients, 0, part);
      m.pointer().position(start).get(means, 0, part);
      v.pointer().position(start).get(squares, 0, part);
      adam(gradients, means, squares, part, moments[t], step);
      g.pointer().put(gradients, 0, part);
      m.pointer().put(means, 0, part);
      v.pointer().put(squares, 0, part);
    }
    g.pointer().position(0);
    m.pointer().position(0);
    v.pointer().position(0);
  }

  private static void adam(
      float[] g, float[] m, float[] v, int length, AdamMoments moments, int step) {
    float keepMean = (float) moments.beta1();
    float newMean = (float) (1 - moments.beta1());
    float keepSquare = (float) moments.beta2();
    float newSquare = (float) (1 - moments.beta2());
    float epsilon = (float) moments.epsilon();
    float unbiasMean = (float) (1 / (1 - StrictMath.pow(moments.beta1(), step)));
    float unbiasSquare = (float) (1 / (1 - StrictMath.pow(moments.beta2(), step)));
    for (int i = 0; i < length; i++) {
      m[i] = keepMean * m[i] + newMean * g[i];
      v[i] = keepSquare * v[i] + newSquare * g[i] * g[i];
      g[i] = unbiasMean * m[i] / ((float) Math.sqrt(unbiasSquare * v[i]) + epsilon);
    }
  }

  private void ensure(int length) {
    if (gradients.length < length) {
      gradients = new float[length];
      means = new float[length];
      squares = new float[length];
    }
  }

  @Override
  public Matrix retainTrials(Matrix x, int trials, int[] kept) {
    CpuMatrix all = (CpuMatrix) x;
    int part = part(all, trials);
    CpuMatrix rest = CpuMatrix.allocate(all.rows() / trials * kept.length, all.columns());
    for (int t = 0; t < kept.length; t++) {
      cblas_scopy(
          part,
          all.pointer().position((long) kept[t] * part),
          1,
          rest.pointer().position((long) t * part),
          1);
    }
    rest.pointer().position(0);
    all.close();
    return rest;
  }

  /** Returns the number of elements of one trial. */
  private static int part(CpuMatrix x, int trials) {
    return Math.toIntExact(x.length() / trials);
  }
}
