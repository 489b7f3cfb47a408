package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Flags;
import dev.geodesic.device.opencl.Product.Operand;
import dev.geodesic.device.opencl.Product.Part;

/**
 * Cholesky factors of symmetric matrices of one order; see {@code cholesky.cl}. The number of
 * launches depends on the order alone.
 *
 * @param factors L, {@code [count, order, order]}, of which the lower triangles count
 * @param failed for each matrix, an int that is not 0 where a pivot was not positive
 */
record Cholesky(Gear gear, Buffer factors, int order, int count, Buffer failed) {
  private static final double[] MINUS = {-1};

  /**
   * Factorises matrices in place.
   *
   * @param matrices {@code [count, order, order]}, of which the lower triangles are read
   */
  static Cholesky of(Gear gear, Buffer matrices, int order, int count) {
    Buffer failed = gear.pool().lendInts(count);
    gear.launch("clear_ints").with(failed).with((long) count).items(count);
    Cholesky cholesky = new Cholesky(gear, matrices, order, count, failed);
    cholesky.factorise();
    return cholesky;
  }

  private void factorise() {
    int block = gear.limits().block();
    for (int from = 0; from < order; from += block) {
      gear.launch("cholesky_block").with(factors).with(order).with(from).with(failed).groups(count);
      int rest = order - from - block;
      if (rest > 0) {
        gear.launch("cholesky_panel").with(factors).with(order).with(from).items(rest, count);
        subtract(from, from + block, rest);
      }
    }
  }

  /** Subtracts from the columns that are left what those of a block stand for. */
  private void subtract(int from, int to, int rest) {
    Operand matrix = Operand.doubles(factors, order, order);
    Operand panel = matrix.from(to, from);
    new Product(
            panel,
            panel.transposed(),
            matrix.from(to, to),
            rest,
            rest,
            gear.limits().block(),
            count,
            Part.LOWER)
        .addScaled(gear, Precision.DOUBLE, gear.constant(MINUS), order);
  }

  /**
   * Solves in place for several right-hand sides of each matrix; those of matrices that have failed
   * are left alone.
   *
   * @param x element i of right-hand side j of matrix k lies at {@code k·layer + i·row + j}
   */
  void solve(Buffer x, int row, long layer, int columns) {
    gear.launch("cholesky_solve_columns")
        .with(factors)
        .with(order)
        .with(failed)
        .with(x)
        .with(row)
        .with(layer)
        .with(columns)
        .with(count)
        .items((long) columns * count);
  }

  /**
   * Solves in place for one right-hand side of each matrix, {@code [count, order]}; those of
   * matrices that have failed are left alone.
   */
  void solve(Buffer x) {
    gear.launch("cholesky_solve_vector")
        .with(factors)
        .with(order)
        .with(failed)
        .with(x)
        .groups(count);
  }

  /**
   * Returns L⁻¹ of each matrix, with zeros above the diagonal, in memory of the innermost scope.
   */
  Buffer inverses() {
    Buffer inverses = gear.pool().lendDoubles((long) count * order * order);
    gear.launch("cholesky_invert").with(factors).with(order).with(inverses).items(order, count);
    return inverses;
  }

  /** Returns for each matrix whether it was positive definite. */
  Flags succeeded() {
    return gear.flags(failed, count, true);
  }
}
