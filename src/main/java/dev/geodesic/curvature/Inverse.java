package dev.geodesic.curvature;

import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.SymmetricSystems.Spectra;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.SolverPath;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Ways to replace the right-hand sides v of systems by h(M)v, M Gram or Fisher matrices. */
final class Inverse {
  /** Relative tolerance of σ_max where Lanczos iteration estimates it. */
  static final double LAMBDA_MAX_TOLERANCE = 1e-6;

  /**
   * β / σ_max: above 1 by a thousand times {@link #LAMBDA_MAX_TOLERANCE}, so that β is above the
   * true σ_max though Lanczos iteration underestimates it.
   */
  private static final double MARGIN = 1.001;

  private final SymmetricSystems systems;

  /** How to invert the matrix of each system. */
  private final List<Inversion> inversions;

  /** One way. */
  interface Way {
    /**
     * Returns what was found about each system; null for one that was left as it was.
     *
     * @param inverse of some trials' systems
     */
    @Nullable Curvature[] invert(Inverse inverse);
  }

  /**
   * Inverts systems.
   *
   * @param trials how to invert the matrix of each trial of the pack
   */
  Inverse(SymmetricSystems systems, List<Inversion> trials) {
    this.systems = systems;
    int[] positions = new int[systems.count()];
    Arrays.setAll(positions, systems::trial);
    this.inversions = Arrays.stream(positions).mapToObj(trials::get).toList();
  }

  /** Returns λ of each system. */
  double[] damping() {
    return each(Inversion::damping);
  }

  private double[] each(ToDoubleFunction<Inversion> value) {
    return inversions.stream().mapToDouble(value).toArray();
  }

  /**
   * Estimates σ_max of each system.
   *
   * @param largest receives it at the place of the system's trial in the pack
   */
  void estimateLargest(double[] largest) {
    double[] estimates = largestEigenvalues();
    for (int i = 0; i < estimates.length; i++) {
      largest[systems.trial(i)] = estimates[i];
    }
  }

  private double[] largestEigenvalues() {
    return systems.largestEigenvalues(LAMBDA_MAX_TOLERANCE).get();
  }

  /** Returns a cut-off relative to β as one relative to σ_max. */
  static double beyond(double cutoff) {
    return cutoff * MARGIN;
  }

  /** cutoff·β: what every eigenvalue must exceed for it to be certain that nothing is truncated. */
  static double shift(Inversion inversion, double largest) {
    return beyond(inversion.cutoff(largest)) * largest;
  }

  /**
   * Replaces v by h(M)v, by a Cholesky factorisation where that is certain to give it, else through
   * the eigenvalues.
   *
   * @param byEigenvalues the path to report in the latter case
   */
  @Nullable Curvature[] cheapest(SolverPath byEigenvalues) {
    return cheapestOf(largestEigenvalues(), false, byEigenvalues);
  }

  /**
   * Replaces v by h(M)v as {@link #cheapest(SolverPath)} does.
   *
   * @param largest σ_max of each trial of the pack
   * @param hasClosedForm whether undamped systems of which certainly nothing is truncated are left
   *     as they are
   */
  @Nullable Curvature[] cheapest(
      double[] largest, boolean hasClosedForm, SolverPath byEigenvalues) {
    double[] own = new double[systems.count()];
    Arrays.setAll(own, i -> largest[systems.trial(i)]);
    return cheapestOf(own, hasClosedForm, byEigenvalues);
  }

  private @Nullable Curvature[] cheapestOf(
      double[] largest, boolean hasClosedForm, SolverPath byEigenvalues) {
    boolean[] isComplete = areComplete(largest, hasClosedForm);
    double[] damping = damping();
    boolean[] isOpen = new boolean[damping.length];
    for (int i = 0; i < damping.length; i++) {
      isOpen[i] = !isComplete[i] || damping[i] > 0;
      damping[i] = isComplete[i] ? damping[i] : 0;
    }
    boolean[] solved = systems.solveDamped(damping).get();
    for (int i = 0; i < solved.length; i++) {
      isOpen[i] &= !solved[i];
    }
    @Nullable Curvature[] found = byEigenvalues(isOpen, largest, byEigenvalues);
    for (int i = 0; i < solved.length; i++) {
      if (solved[i]) {
        found[i] = curvature(SolverPath.CHOLESKY, systems.order(), largest[i], inversions.get(i));
      }
    }
    return found;
  }

  /**
   * Whether certainly no eigenvalue is truncated; false where it makes no difference. A Cholesky
   * factorisation of M − cutoff·β·I, with β just above σ_max, succeeds only if every eigenvalue is
   * above cutoff·σ_max. Where it fails the eigenvalues decide, so the margin of β can cost time but
   * never changes the step.
   */
  private boolean[] areComplete(double[] largest, boolean hasClosedForm) {
    boolean[] matters = new boolean[largest.length];
    double[] shifts = new double[largest.length];
    for (int i = 0; i < largest.length; i++) {
      Inversion inversion = inversions.get(i);
      matters[i] = inversion.damping() == 0 ? hasClosedForm : inversion.isDamped(largest[i]);
      shifts[i] = matters[i] ? shift(inversion, largest[i]) : 0;
    }
    boolean[] areComplete = systems.arePositiveDefiniteBeyond(shifts).get();
    for (int i = 0; i < matters.length; i++) {
      areComplete[i] &= matters[i];
    }
    return areComplete;
  }

  /**
   * Replaces v by h(M)v through the eigenvalues. σ_max is estimated beforehand only where a cut-off
   * depends on it.
   */
  @Nullable Curvature[] byEigenvalues(SolverPath path) {
    boolean depends = inversions.stream().anyMatch(Inversion::isDampedAlone);
    double[] largest = depends ? largestEigenvalues() : each(inversion -> Double.NaN);
    boolean[] all = new boolean[largest.length];
    Arrays.fill(all, true);
    return byEigenvalues(all, largest, path);
  }

  private @Nullable Curvature[] byEigenvalues(boolean[] chosen, double[] largest, SolverPath path) {
    double[] cutoffs = new double[chosen.length];
    Arrays.setAll(cutoffs, i -> inversions.get(i).cutoff(largest[i]));
    Spectra spectra = systems.solveTruncated(chosen, cutoffs, damping());
    @Nullable Curvature[] found = new Curvature[chosen.length];
    for (int i = 0; i < found.length; i++) {
      if (chosen[i]) {
        found[i] = curvature(path, spectra.ranks()[i], spectra.largest()[i], inversions.get(i));
      }
    }
    return found;
  }

  static Curvature curvature(SolverPath path, int rank, double largest, Inversion inversion) {
    double rounding = Precision.DOUBLE.unitRoundoff() * inversion.condition(largest);
    return new Curvature(path, rank, largest, inversion.damping(), null, rounding);
  }
}
