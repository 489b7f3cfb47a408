package dev.geodesic.device.opencl;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Replaces the right-hand sides of chosen systems by h(M)v, through the eigenvalues of M; see
 * {@code filter.cl}.
 *
 * @param which the chosen systems
 * @param reltol cut-off of each relative to its largest eigenvalue
 * @param damping λ of each
 */
record Filter(OpenClSystems systems, int[] which, double[] reltol, double[] damping) {
  /** How a system ended. */
  static final int NO_ROOM = 2;

  static final int ENDLESS = 3;

  /** Numbers that are known of a system. */
  static final int KNOWN = 8;

  /** The places of those that the host reads: what was kept, σ_max, and how the system ended. */
  static final int RANK = 0;

  static final int SIGMA_MAX = 1;
  static final int STATUS = 2;

  /** Vectors of a system: v and its image, T, factors of reflections, and scratch. */
  private static final int VECTORS = 8;

  /** Numbers of a sweep in memory. */
  static final int SWEEP = 3;

  /** Rotations for each eigenvalue besides one a plane: at small orders, sweeps are more. */
  private static final int ROTATIONS = 16;

  /** Sweeps for each eigenvalue, which usually takes two, with as many for a small order. */
  private static final int SWEEPS = 3;

  /**
   * Returns the bytes that a system takes besides its matrix and vector: a copy of the matrix,
   * which a Cholesky factorisation takes, too, vectors, and rotations as they usually suffice.
   */
  static double bytes(int order) {
    return Double.BYTES * ((double) order * order + VECTORS * order)
        + largestOfRotations(order)
        + (double) SWEEP * Integer.BYTES * Rotations.sweeps(order);
  }

  /** Returns the bytes of a system in the largest buffer. */
  static double largestBytes(int order) {
    return Math.max((double) order * order * Double.BYTES, largestOfRotations(order));
  }

  private static double largestOfRotations(int order) {
    return 2.0 * Double.BYTES * order * (order + ROTATIONS);
  }

  /**
   * Solves the systems, with room for a number of rotations that hardly any matrix needs more than.
   * Those that do are left alone, and solved again with more.
   *
   * @param ranks receives the number of eigenvalues kept of each, at its place among all systems
   * @param largest receives σ_max of each
   * @throws ArithmeticException if the QL iteration does not converge
   */
  void apply(int[] ranks, double[] largest) {
    Filter rest = this;
    for (int room = 1; rest.which.length > 0; room = Math.multiplyExact(room, 2)) {
      rest = rest.applyOnce(room, ranks, largest);
    }
  }

  /** Returns those that need more room. */
  Filter applyOnce(int room, int[] ranks, double[] largest) {
    double[] known = systems.gear().pool().inScope(() -> launch(room));
    int[] left =
        IntStream.range(0, which.length)
            .filter(k -> known[KNOWN * k + STATUS] == NO_ROOM)
            .toArray();
    for (int k = 0; k < which.length; k++) {
      if (known[KNOWN * k + STATUS] == ENDLESS) {
        throw new ArithmeticException(
            "The QL iteration must converge, got: none for system %d".formatted(which[k]));
      }
      ranks[which[k]] = (int) known[KNOWN * k + RANK];
      largest[which[k]] = known[KNOWN * k + SIGMA_MAX];
    }
    return new Filter(
        systems,
        IntStream.of(left).map(k -> which[k]).toArray(),
        Arrays.stream(left).mapToDouble(k -> reltol[k]).toArray(),
        Arrays.stream(left).mapToDouble(k -> damping[k]).toArray());
  }

  private double[] launch(int room) {
    Gear gear = systems.gear();
    BufferPool pool = gear.pool();
    int order = systems.order();
    int count = which.length;
    long elements = (long) count * order;
    Buffer chosen = gear.constant(which);
    Buffer reltols = gear.constant(reltol);
    Buffer dampings = gear.constant(damping);

    Buffer scales = pool.lendDoubles(count);
    gear.launch("systems_size")
        .with(systems.matrices())
        .with(order)
        .with(chosen)
        .with(scales)
        .groups(count);
    Buffer copies = systems.copies("systems_scale", which, scales);
    Buffer pairs = pool.lendDoubles(2 * elements);
    Buffer large = pool.lendInts(count);
    gear.launch("systems_image")
        .with(copies)
        .with(order)
        .with(systems.vectors())
        .with(chosen)
        .with(systems.isGram() ? 1 : 0)
        .with(pairs)
        .with(large)
        .groups(count);

    Buffer d = pool.lendDoubles(elements);
    Buffer e = pool.lendDoubles(elements);
    Buffer tau = pool.lendDoubles(elements);
    gear.launch("tridiagonal_reduce")
        .with(copies)
        .with(order)
        .with(d)
        .with(e)
        .with(tau)
        .with(pool.lendDoubles(2 * elements))
        .groups(count);
    turn(copies, tau, true, large, pairs);

    Buffer known = pool.lendDoubles((long) KNOWN * count);
    gear.launch("filter_begin")
        .with(d)
        .with(e)
        .with(order)
        .with(reltols)
        .with(dampings)
        .with(known)
        .groups(count);
    Rotations rotations = Rotations.of(pool, order, count, room);
    gear.launch("filter_iterate")
        .with(d)
        .with(e)
        .with(order)
        .with(known)
        .with(rotations.all)
        .with(rotations.most)
        .with(rotations.sweeps)
        .with(rotations.mostSweeps)
        .groups(count);
    turn(known, rotations, true, large, pairs);
    gear.launch("filter_apply")
        .with(d)
        .with(e)
        .with(order)
        .with(large)
        .with(scales)
        .with(dampings)
        .with(known)
        .with(pairs)
        .with(pool.lendDoubles(elements))
        .groups(count);
    turn(known, rotations, false, large, pairs);
    turn(copies, tau, false, large, pairs);
    gear.launch("filter_put")
        .with(pairs)
        .with(order)
        .with(chosen)
        .with(large)
        .with(scales)
        .with(reltols)
        .with(dampings)
        .with(known)
        .with(systems.vectors())
        .items(order, count);
    return gear.queue().readDoubles(known, KNOWN * count);
  }

  /**
   * Memory for S as plane rotations.
   *
   * @param all the rotations, {@code [count, most]} pairs of numbers
   * @param sweeps where each sweep has its rotations, {@code [count, mostSweeps, 3]}
   */
  private record Rotations(Buffer all, int most, Buffer sweeps, int mostSweeps) {
    static Rotations of(BufferPool pool, int order, int count, int room) {
      int most = Math.multiplyExact(room, Math.multiplyExact(order, order + ROTATIONS));
      int mostSweeps = Math.multiplyExact(room, sweeps(order));
      return new Rotations(
          pool.lendDoubles(2L * most * count),
          most,
          pool.lendInts((long) SWEEP * mostSweeps * count),
          mostSweeps);
    }

    private static int sweeps(int order) {
      return SWEEPS * (order + ROTATIONS);
    }
  }

  /** Multiplies v by Sᵀ and also its image where it is large, or v by S. */
  private void turn(
      Buffer known, Rotations rotations, boolean isTransposed, Buffer large, Buffer pairs) {
    systems
        .gear()
        .launch("filter_turn")
        .with(known)
        .with(large)
        .with(rotations.all)
        .with(rotations.most)
        .with(rotations.sweeps)
        .with(rotations.mostSweeps)
        .with(systems.order())
        .with(isTransposed ? 1 : 0)
        .with(pairs)
        .groups(which.length, isTransposed ? 2 : 1);
  }

  /** Multiplies v by Qᵀ and also its image where it is large, or v by Q. */
  private void turn(
      Buffer reflectors, Buffer tau, boolean isTransposed, Buffer large, Buffer pairs) {
    systems
        .gear()
        .launch("tridiagonal_turn")
        .with(reflectors)
        .with(tau)
        .with(systems.order())
        .with(isTransposed ? 1 : 0)
        .with(large)
        .with(pairs)
        .groups(which.length, isTransposed ? 2 : 1);
  }
}
