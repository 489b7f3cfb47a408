package dev.geodesic.device.opencl;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Flags;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.opencl.Product.Operand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Solves with the damped Fisher matrix of softmax regression; see {@code classes.cl}. */
final class ClassSystems {
  private final Gear gear;

  ClassSystems(Gear gear) {
    this.gear = gear;
  }

  /** The operands of a call, and the trials among them that are worked on at once. */
  private record Work(
      OpenClSampleGram k, OpenClPanel p, Buffer scales, Buffer diagonals, int first, int count) {
    int batch() {
      return p.batch();
    }

    int classes() {
      return p.width();
    }

    int systems() {
      return count * classes();
    }

    Work part(int from, int number) {
      return new Work(k, p, scales, diagonals, from, number);
    }
  }

  /**
   * Whether q ∘ K ∘ q/B − cutoff·largest·I is positive definite for every class of each trial; true
   * where there is nothing to subtract.
   */
  Flags exceed(OpenClSampleGram k, OpenClPanel p, double[] cutoffs, Numbers largest) {
    int trials = cutoffs.length;
    if (Arrays.stream(cutoffs).allMatch(cutoff -> cutoff == 0)) {
      boolean[] all = new boolean[trials];
      Arrays.fill(all, true);
      return Flags.of(all);
    }
    Buffer scales = gear.pool().lendDoubles(trials);
    Buffer diagonals = gear.pool().lendDoubles(trials);
    gear.launch("class_shifts")
        .with(gear.constant(cutoffs))
        .with(gear.operand(largest))
        .with(p.batch())
        .with(trials)
        .with(scales)
        .with(diagonals)
        .items(trials);
    Buffer succeeded = gear.pool().lendInts(trials);
    forParts(
        new Work(k, p, scales, diagonals, 0, trials),
        work -> tell(work, factorised(work).failed(), null, succeeded));
    return gear.flags(succeeded, trials, false);
  }

  /** Returns σ_max of the Fisher matrix of each trial. */
  Numbers largest(OpenClSampleGram k, OpenClPanel p, double tolerance) {
    Arena.Place largest = gear.numbers(p.trials());
    gear.launch("class_largest")
        .with(k.matrix())
        .with(p.values())
        .with(p.batch())
        .with(p.width())
        .with(tolerance)
        .with(gear.pool().lendDoubles(5 * p.length()))
        .with(largest)
        .groups(p.trials());
    return largest;
  }

  /** Replaces V by M where damping is not 0 and the factorisations succeed. */
  Flags solve(OpenClSampleGram k, OpenClPanel p, double[] damping, OpenClPanel v) {
    double[] scales = new double[damping.length];
    double[] ones = new double[damping.length];
    Arrays.fill(ones, 1);
    for (int t = 0; t < damping.length; t++) {
      scales[t] = damping[t] > 0 ? 1 / (p.batch() * damping[t]) : 0;
    }
    Buffer ofK = gear.constant(scales);
    Buffer succeeded = gear.pool().lendInts(damping.length);
    Buffer solutions = gear.pool().lendDoubles(v.length());
    forParts(
        new Work(k, p, ofK, gear.constant(ones), 0, damping.length),
        work -> solve(work, v, solutions, succeeded));
    gear.launch("class_accept")
        .with(solutions)
        .with(ofK)
        .with(v.trials())
        .with(v.width())
        .with(v.length())
        .with(succeeded)
        .with(v.values())
        .items(v.length());
    Flags succeed = gear.flags(succeeded, damping.length, false);
    return () -> {
      boolean[] solved = succeed.get();
      for (int t = 0; t < solved.length; t++) {
        solved[t] &= damping[t] > 0;
      }
      return solved;
    };
  }

  private interface Step {
    void take(Work work);
  }

  /** Works on as many trials at once as memory holds well. */
  private void forParts(Work all, Step step) {
    double matrix = (double) all.batch() * all.batch() * Double.BYTES;
    double largest = all.classes() * matrix;
    // The factors, their inverses, and the sum of these.
    int atOnce = gear.partsAtOnce(2 * largest + matrix, largest);
    for (int first = 0; first < all.count(); first += atOnce) {
      Work work = all.part(first, Math.min(atOnce, all.count() - first));
      gear.pool()
          .<@Nullable Void>inScope(
              () -> {
                step.take(work);
                return null;
              });
    }
  }

  private Cholesky factorised(Work work) {
    int batch = work.batch();
    long size = (long) batch * batch;
    Buffer matrices = gear.pool().lendDoubles(size * work.systems());
    gear.launch("class_matrices")
        .with(work.k().matrix())
        .with(work.p().values())
        .with(work.scales())
        .with(work.diagonals())
        .with(work.first())
        .with(batch)
        .with(work.p().trials())
        .with(work.classes())
        .with(matrices)
        .items(size, work.systems());
    return Cholesky.of(gear, matrices, batch, work.systems());
  }

  private void solve(Work work, OpenClPanel v, Buffer solutions, Buffer succeeded) {
    int batch = work.batch();
    Cholesky factors = factorised(work);
    Buffer inverses = inverses(factors);
    Buffer origins = gear.pool().lendDoubles((long) batch * work.count());
    given(gear.launch("class_origins").with(work.p().values()).with(v.values()), work)
        .with(origins)
        .items(batch, work.count());
    Buffer sums = gear.pool().lendDoubles((long) batch * batch * work.count());
    given(gear.launch("class_sums").with(work.p().values()).with(inverses), work)
        .with(sums)
        .items((long) batch * batch, work.count());
    Buffer shared = gear.pool().lendDoubles((long) batch * work.count());
    given(
            gear.launch("class_shared")
                .with(work.p().values())
                .with(inverses)
                .with(v.values())
                .with(origins),
            work)
        .with(shared)
        .items(batch, work.count());
    Cholesky ofSums = Cholesky.of(gear, sums, batch, work.count());
    ofSums.solve(shared);
    given(
            gear.launch("class_solutions")
                .with(work.p().values())
                .with(inverses)
                .with(v.values())
                .with(origins)
                .with(shared)
                .with(work.scales()),
            work)
        .with(solutions)
        .items((long) batch * work.classes(), work.count());
    tell(work, factors.failed(), ofSums.failed(), succeeded);
  }

  /** Returns L⁻ᵀL⁻¹ of each factor. */
  private Buffer inverses(Cholesky factors) {
    int order = factors.order();
    Operand inverse = Operand.doubles(factors.inverses(), order, order);
    Buffer products = factors.factors();
    new Product(
            inverse.transposed(),
            inverse,
            Operand.doubles(products, order, order),
            order,
            order,
            order,
            factors.count())
        .replace(gear, Precision.DOUBLE);
    return products;
  }

  /** Gives a kernel the trials that it works on, and their shape. */
  private static Launch given(Launch launch, Work work) {
    return launch
        .with(work.first())
        .with(work.batch())
        .with(work.p().trials())
        .with(work.classes());
  }

  private void tell(Work work, Buffer failed, @Nullable Buffer failedSums, Buffer succeeded) {
    Launch launch = gear.launch("class_succeeded").with(failed);
    launch = failedSums == null ? launch.withNothing() : launch.with(failedSums);
    launch
        .with(work.first())
        .with(work.count())
        .with(work.classes())
        .with(succeeded)
        .items(work.count());
  }
}
