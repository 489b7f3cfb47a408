package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Eigen;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.opencl.BufferPool.Scope;
import dev.geodesic.device.opencl.Product.Operand;
import dev.geodesic.device.opencl.Product.Part;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** K = XXᵀ in float64; see {@code gram.cl}. */
final class OpenClSampleGram implements SampleGram {
  /**
   * The smallest Cholesky pivot, relative to the square root of the largest diagonal element, that
   * counts as regular. Below it a sample is repeated up to rounding: a solve would keep less than
   * four digits.
   */
  private static final double SMALLEST_PIVOT = 1e-6;

  private static final double[] MINUS = {-1};

  private final Gear gear;
  private final int batch;
  private final Buffer k;
  private final Scope scope;
  private @Nullable Cholesky factor;
  private @Nullable Shifted shifted;

  /** The factors of {@code scales[t]·K + shifts[t]·I}. */
  private record Shifted(double[] scales, double[] shifts, Cholesky factors) {
    boolean are(double[] otherScales, double[] otherShifts) {
      return Arrays.equals(scales, otherScales) && Arrays.equals(shifts, otherShifts);
    }
  }

  private OpenClSampleGram(Gear gear, int batch, Buffer k) {
    this.gear = gear;
    this.batch = batch;
    this.k = k;
    this.scope = gear.pool().scope();
  }

  /** Computes K of samples, {@code [batch, features]}. */
  static OpenClSampleGram of(Gear gear, OpenClMatrix samples) {
    int batch = samples.rows();
    Orders.check(batch, "a Gram matrix of samples");
    Buffer k = gear.pool().lendDoubles((long) batch * batch);
    Operand x = Operand.shared(samples);
    new Product(
            x,
            x.transposed(),
            Operand.doubles(k, batch, batch),
            batch,
            batch,
            samples.columns(),
            1,
            Part.LOWER)
        .replace(gear, Precision.DOUBLE);
    gear.launch("systems_mirror").with(k).with(batch).items((long) batch * batch);
    return new OpenClSampleGram(gear, batch, k);
  }

  @Override
  public int batch() {
    return batch;
  }

  /** Returns K, {@code [batch, batch]}. */
  Buffer matrix() {
    return k;
  }

  @Override
  public void multiply(Panel panel, Panel product) {
    OpenClPanel source = (OpenClPanel) panel;
    new Product(
            Operand.doubles(k, batch, batch),
            Operand.wide(source),
            Operand.wide((OpenClPanel) product),
            batch,
            source.trials() * source.width(),
            batch,
            1)
        .replace(gear, Precision.DOUBLE);
  }

  @Override
  public Flags solve(Panel panel) {
    OpenClPanel rightHandSides = (OpenClPanel) panel;
    int columns = rightHandSides.trials() * rightHandSides.width();
    factor().solve(rightHandSides.values(), columns, 0, columns);
    return factor().succeeded();
  }

  /** Returns the factor of K, which has failed where K is singular to working precision. */
  private Cholesky factor() {
    if (factor == null) {
      factor = gear.pool().within(scope, this::factorised);
    }
    return factor;
  }

  private Cholesky factorised() {
    long length = (long) batch * batch;
    Buffer copy = gear.pool().lendDoubles(length);
    gear.queue().copy(k, 0, copy, 0, length * Double.BYTES);
    Cholesky factorised = Cholesky.of(gear, copy, batch, 1);
    gear.launch("gram_refuse_singular")
        .with(k)
        .with(copy)
        .with(batch)
        .with(SMALLEST_PIVOT)
        .with(factorised.failed())
        .groups(1);
    return factorised;
  }

  @Override
  public void solveShifted(double[] scales, double[] shifts, Panel panel) {
    OpenClPanel rows = (OpenClPanel) panel;
    shifted(scales, shifts)
        .solve(rows.values(), rows.trials() * rows.width(), rows.width(), rows.width());
  }

  /** Returns the factors for some scales and shifts, which stay the same within a solve. */
  private Cholesky shifted(double[] scales, double[] shifts) {
    if (shifted == null || !shifted.are(scales, shifts)) {
      shifted = gear.pool().within(scope, () -> shift(scales, shifts, shifted));
    }
    return shifted.factors();
  }

  /** Factorises in the memory of other factors if there are as many. */
  private Shifted shift(double[] scales, double[] shifts, @Nullable Shifted before) {
    Buffer matrices =
        before != null && before.factors().count() == scales.length
            ? before.factors().factors()
            : gear.pool().lendDoubles((long) scales.length * batch * batch);
    gear.launch("gram_shift")
        .with(k)
        .with(batch)
        .with(gear.constant(scales))
        .with(gear.constant(shifts))
        .with(matrices)
        .items((long) batch * batch, scales.length);
    return new Shifted(
        scales.clone(), shifts.clone(), Cholesky.of(gear, matrices, batch, scales.length));
  }

  @Override
  public void projectOntoRange(Panel panel) {
    if (factor().succeeded().get()[0]) {
      return;
    }
    double[] matrix = gear.queue().readDoubles(k, batch * batch);
    if (!Arrays.stream(matrix).allMatch(Double::isFinite)) {
      return;
    }
    Eigen eigen = gear.host().eigen(matrix, batch);
    double least = batch * Math.ulp(1.0) * eigen.values()[batch - 1];
    int singular = 0;
    while (singular < batch && eigen.values()[singular] <= least) {
      singular++;
    }
    if (singular > 0) {
      subtractAlong(
          Arrays.copyOf(eigen.vectors(), singular * batch), singular, (OpenClPanel) panel);
    }
  }

  /**
   * Subtracts from every column its part along some orthonormal vectors, {@code [count, batch]}.
   */
  private void subtractAlong(double[] vectors, int count, OpenClPanel panel) {
    int columns = panel.trials() * panel.width();
    Operand rows = Operand.doubles(gear.constant(vectors), count, batch);
    Operand parts =
        Operand.doubles(gear.pool().lendDoubles((long) count * columns), count, columns);
    Operand all = Operand.wide(panel);
    new Product(rows, all, parts, count, columns, batch, 1).replace(gear, Precision.DOUBLE);
    new Product(rows.transposed(), parts, all, batch, columns, count, 1)
        .addScaled(gear, Precision.DOUBLE, gear.constant(MINUS), batch);
  }

  @Override
  public Numbers dotOfSquares(Panel panel) {
    OpenClPanel c = (OpenClPanel) panel;
    Arena.Place sums = gear.numbers(c.trials());
    gear.launch("gram_dot_of_squares")
        .with(k)
        .with(c.values())
        .with(batch)
        .with(c.width())
        .with(sums)
        .groups(c.trials());
    return sums;
  }

  @Override
  public Numbers meanDiagonal() {
    Arena.Place mean = gear.numbers(1);
    gear.launch("gram_mean_diagonal").with(k).with(batch).with(mean).groups(1);
    return mean;
  }
}
