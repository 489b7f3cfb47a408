package dev.geodesic.device.opencl;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.VectorKernels;

/** Arithmetic on vectors over the weights; see {@code vectors.cl}. */
final class OpenClVectors implements VectorKernels {
  /** Numbers of each trial in the table that {@code adam} reads. */
  static final int COEFFICIENTS = 7;

  private final Gear gear;

  OpenClVectors(Gear gear) {
    this.gear = gear;
  }

  @Override
  public void copy(Matrix source, Matrix target) {
    OpenClMatrix from = OpenClMatrix.of(source);
    OpenClMatrix to = OpenClMatrix.of(target);
    gear.queue()
        .copy(
            from.buffer(),
            from.first() * Float.BYTES,
            to.buffer(),
            to.first() * Float.BYTES,
            from.length() * Float.BYTES);
  }

  @Override
  public void scale(double[] factors, Matrix x) {
    OpenClMatrix m = OpenClMatrix.of(x);
    gear.launch("vector_scale")
        .with(gear.constant(factors))
        .with(m.part(factors.length))
        .with(m.length())
        .with(m.whole())
        .items(m.length());
  }

  @Override
  public void add(double[] factors, Matrix x, Matrix y) {
    OpenClMatrix from = OpenClMatrix.of(x);
    gear.launch("vector_add")
        .with(gear.constant(factors))
        .with(from.part(factors.length))
        .with(from.length())
        .with(from.whole())
        .with(OpenClMatrix.of(y).whole())
        .items(from.length());
  }

  @Override
  public Numbers dot(Matrix x, Matrix y, int trials) {
    OpenClMatrix left = OpenClMatrix.of(x);
    Arena.Place dots = gear.numbers(trials);
    gear.launch("vector_dot")
        .with(left.whole())
        .with(OpenClMatrix.of(y).whole())
        .with(left.part(trials))
        .with(dots)
        .groups(trials);
    return dots;
  }

  @Override
  public void adam(Matrix gradient, Matrix mean, Matrix square, AdamMoments[] moments, int step) {
    OpenClMatrix g = OpenClMatrix.of(gradient);
    double[] table = new double[3 * moments.length];
    for (int t = 0; t < moments.length; t++) {
      table[3 * t] = moments[t].beta1();
      table[3 * t + 1] = moments[t].beta2();
      table[3 * t + 2] = moments[t].epsilon();
    }
    Buffer coefficients = gear.pool().lendFloats((long) COEFFICIENTS * moments.length);
    gear.launch("adam_coefficients")
        .with(gear.constant(table))
        .with(moments.length)
        .with(step)
        .with(coefficients)
        .items(moments.length);
    gear.launch("adam")
        .with(coefficients)
        .with(g.part(moments.length))
        .with(g.length())
        .with(g.whole())
        .with(OpenClMatrix.of(mean).whole())
        .with(OpenClMatrix.of(square).whole())
        .items(g.length());
  }

  @Override
  public Matrix retainTrials(Matrix x, int trials, int[] kept) {
    OpenClMatrix all = OpenClMatrix.of(x);
    int part = all.part(trials);
    long length = (long) kept.length * part;
    Buffer rest = gear.pool().allocate(length * Float.BYTES);
    gear.launch("vector_retain")
        .with(all.whole())
        .with(gear.constant(kept))
        .with(kept.length)
        .with(part)
        .with(rest)
        .items(length);
    all.close();
    return OpenClMatrix.of(gear.queue(), rest, all.rows() / trials * kept.length, all.columns());
  }
}
