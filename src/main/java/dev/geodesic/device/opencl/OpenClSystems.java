package dev.geodesic.device.opencl;

import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.SymmetricSystems;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The systems of some trials, all worked on at once; see {@code systems.cl}. Those that a call
 * leaves out are not launched.
 */
final class OpenClSystems implements SymmetricSystems {
  private final Gear gear;
  private final int order;
  private final int[] trials;
  private final Buffer matrices;
  private final Buffer vectors;
  private final boolean isGram;

  /**
   * Takes over systems in device memory.
   *
   * @param trials the trial of each system
   * @param matrices M, {@code [count, order, order]}, whose lower triangles are copied above their
   *     diagonals
   * @param vectors right-hand sides v, {@code [count, order]}, which solutions replace
   * @param isGram whether these are Gram matrices, whose columns can be of very different size; see
   *     {@code filter.cl}
   */
  OpenClSystems(
      Gear gear, int order, int[] trials, Buffer matrices, Buffer vectors, boolean isGram) {
    this.gear = gear;
    this.order = order;
    this.trials = trials.clone();
    this.matrices = matrices;
    this.vectors = vectors;
    this.isGram = isGram;
    gear.launch("systems_mirror").with(matrices).with(order).items(size(), count());
  }

  private long size() {
    return (long) order * order;
  }

  @Override
  public int count() {
    return trials.length;
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public int trial(int system) {
    return trials[system];
  }

  /** Returns the trials of all systems. */
  int[] trials() {
    return trials.clone();
  }

  Gear gear() {
    return gear;
  }

  boolean isGram() {
    return isGram;
  }

  /** Returns M, {@code [count, order, order]}, both triangles. */
  Buffer matrices() {
    return matrices;
  }

  /** Returns the right-hand sides or solutions, {@code [count, order]}. */
  Buffer vectors() {
    return vectors;
  }

  @Override
  public Numbers largestEigenvalues(double tolerance) {
    return gear.pool().inScope(() -> Lanczos.largest(gear, matrices, order, count(), tolerance));
  }

  @Override
  public Flags arePositiveDefiniteBeyond(double[] shifts) {
    boolean[] are = new boolean[count()];
    Arrays.fill(are, true);
    int[] which = indices(i -> shifts[i] != 0);
    if (which.length == 0) {
      return Flags.of(are);
    }
    double[] negated = Arrays.stream(of(which, shifts)).map(shift -> -shift).toArray();
    Flags found = gear.pool().inScope(() -> factorise(which, negated).succeeded());
    return () -> replace(are, which, found.get());
  }

  @Override
  public Flags solveDamped(double[] damping) {
    int[] which = indices(i -> damping[i] != 0);
    if (which.length == 0) {
      return Flags.of(new boolean[count()]);
    }
    Flags solved =
        gear.pool()
            .inScope(
                () -> {
                  Cholesky factors = factorise(which, of(which, damping));
                  Buffer copies = gear.pool().lendDoubles((long) which.length * order);
                  move("rows_choose", vectors, which, copies);
                  factors.solve(copies);
                  move("systems_put", copies, which, vectors);
                  return factors.succeeded();
                });
    return () -> replace(new boolean[count()], which, solved.get());
  }

  private int[] indices(IntPredicate isChosen) {
    return IntStream.range(0, count()).filter(isChosen).toArray();
  }

  private static double[] of(int[] which, double[] all) {
    return IntStream.of(which).mapToDouble(i -> all[i]).toArray();
  }

  /** Returns {@code all} with the answers about some systems replaced. */
  private static boolean[] replace(boolean[] before, int[] which, boolean[] some) {
    boolean[] all = before.clone();
    for (int k = 0; k < which.length; k++) {
      all[which[k]] = some[k];
    }
    return all;
  }

  private void move(String kernel, Buffer source, int[] which, Buffer target) {
    gear.launch(kernel)
        .with(source)
        .with(order)
        .with(gear.constant(which))
        .with(target)
        .items(order, which.length);
  }

  /** Factorises M + shifts[k]·I of some systems. */
  private Cholesky factorise(int[] which, double[] shifts) {
    Buffer copies = copies("systems_shift", which, gear.constant(shifts));
    return Cholesky.of(gear, copies, order, which.length);
  }

  /**
   * Returns copies of some matrices in memory of the innermost scope.
   *
   * @param changes what the kernel scales or shifts each of them by
   */
  Buffer copies(String kernel, int[] which, Buffer changes) {
    Buffer copies = gear.pool().lendDoubles(size() * which.length);
    gear.launch(kernel)
        .with(matrices)
        .with(order)
        .with(gear.constant(which))
        .with(changes)
        .with(copies)
        .items(size(), which.length);
    return copies;
  }

  @Override
  public Spectra solveTruncated(boolean[] chosen, double[] reltol, double[] damping) {
    Spectra spectra = new Spectra(new int[count()], new double[count()]);
    int[] which = indices(i -> chosen[i]);
    new Filter(this, which, of(which, reltol), of(which, damping))
        .apply(spectra.ranks(), spectra.largest());
    return spectra;
  }

  @Override
  public double[] vector(int system) {
    return gear.queue().readDoubles(vectors, (long) system * order * Double.BYTES, order);
  }

  @Override
  public double[] matrix(int system) {
    return gear.queue()
        .readDoubles(matrices, system * size() * Double.BYTES, Math.toIntExact(size()));
  }
}
