package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes the directions JᵀM of a pack from the sample space, where solvers find M, to the weights.
 *
 * <p>Where the samples of a batch depend on each other, or features have very different units, the
 * terms J_bᵀM_b of the sum can be far larger than it is: a small λ leaves a part of M as large as
 * 1/λ that Jᵀ maps to zero. The <em>cancellation</em> κ = (Σ_b ‖J_bᵀM_b‖²)^½ / ‖JᵀM‖ measures it,
 * and the sum is off by about κ units of rounding. So it is formed in float32 while that is good
 * enough for every trial of the pack, and in float64 where it is not.
 */
final class Pullback {
  /** The largest relative error of a direction that float32 products may leave: κ up to 128. */
  private static final double TOLERANCE = 0x1p-17;

  /** Cotangents beyond this, or below its inverse, are too near the ends of float32. */
  private static final double LARGEST_SINGLE = 1e30;

  private final ForwardPass pass;
  private final Panel cotangent;
  private final double[] cancellation;

  /** The precision that the sum of each trial needs, whatever the others need. */
  private final Precision[] precision;

  private Pullback(
      ForwardPass pass, Panel cotangent, double[] cancellation, Precision[] precision) {
    this.pass = pass;
    this.cotangent = cotangent;
    this.cancellation = cancellation;
    this.precision = precision;
  }

  /**
   * Chooses the precision of a cotangent's pullback by its cancellation.
   *
   * @param found M and its measures
   */
  static Pullback of(ForwardPass pass, Cotangents found) {
    return of(
        pass,
        found.panel(),
        found.squaredLengths().get(),
        found.parts().get(),
        found.squares().get());
  }

  /** Chooses the precision by the measures of a cotangent; see {@link Cotangents}. */
  static Pullback of(
      ForwardPass pass,
      Panel cotangent,
      double[] squaredLengths,
      double[] parts,
      double[] squares) {
    double[] cancellation = new double[parts.length];
    for (int t = 0; t < parts.length; t++) {
      cancellation[t] = cancellation(parts[t], squaredLengths[t]);
    }
    Precision[] precision = new Precision[parts.length];
    for (int t = 0; t < parts.length; t++) {
      boolean isNarrow =
          cancellation[t] * Precision.SINGLE.unitRoundoff() <= TOLERANCE && isInRange(squares[t]);
      precision[t] = isNarrow ? Precision.SINGLE : Precision.DOUBLE;
    }
    return new Pullback(pass, cotangent, cancellation, precision);
  }

  /** Returns κ; a squared length below the rounding of its terms counts as that rounding. */
  private static double cancellation(double parts, double squaredLength) {
    double least = Precision.DOUBLE.unitRoundoff() * parts;
    return parts == 0 ? 1 : Math.sqrt(parts / Math.max(squaredLength, least));
  }

  private static boolean isInRange(double square) {
    double size = Math.sqrt(square);
    return size == 0 || (size < LARGEST_SINGLE && size > 1 / LARGEST_SINGLE);
  }

  /** Returns the trials whose sums over the batch need float64. */
  int[] wide() {
    return IntStream.range(0, precision.length)
        .filter(t -> precision[t] == Precision.DOUBLE)
        .toArray();
  }

  /** Returns this pullback with some trials of another, of the same pass, in place of its own. */
  Pullback with(int[] trials, Pullback other) {
    double[] mixedCancellation = cancellation.clone();
    Precision[] mixedPrecision = precision.clone();
    for (int t : trials) {
      mixedCancellation[t] = other.cancellation[t];
      mixedPrecision[t] = other.precision[t];
    }
    pass.device().panels().copyTrials(other.cotangent, trials, cotangent);
    return new Pullback(pass, cotangent, mixedCancellation, mixedPrecision);
  }

  /**
   * Returns the direction with the curvature that was found on the way.
   *
   * @param curvature one entry a trial; an estimate of rounding in it counts as an upper bound
   */
  Solution solution(List<Curvature> curvature) {
    return new Solution(direction(), withRounding(curvature));
  }

  private Direction direction() {
    int[] wide = wide();
    if (wide.length == 0) {
      return new Direction.SampleSpace(cotangent);
    }
    Parameters vector = pass.pullback(cotangent, Precision.DOUBLE);
    return wide.length == precision.length
        ? new Direction.ParameterSpace(vector)
        : new Direction.Mixed(cotangent, vector, isNarrow());
  }

  private boolean[] isNarrow() {
    boolean[] isNarrow = new boolean[precision.length];
    for (int t = 0; t < isNarrow.length; t++) {
      isNarrow[t] = precision[t] == Precision.SINGLE;
    }
    return isNarrow;
  }

  /** Adds JᵀM to a vector over the weights. */
  void addTo(Parameters target) {
    double[] minusNarrow = new double[precision.length];
    double[] plusWide = new double[precision.length];
    for (int t = 0; t < precision.length; t++) {
      switch (precision[t]) {
        case SINGLE -> minusNarrow[t] = -1;
        case DOUBLE -> plusWide[t] = 1;
      }
    }
    int wide = wide().length;
    if (wide < precision.length) {
      pass.subtractPullback(minusNarrow, cotangent, target);
    }
    if (wide > 0) {
      target.add(plusWide, pass.pullback(cotangent, Precision.DOUBLE));
    }
  }

  /**
   * Returns {@code curvature} with the rounding of the solve and of the sum. A solve loses about κ²
   * units of float64, the condition of that part of the matrix which the direction depends on.
   */
  List<Curvature> withRounding(List<Curvature> curvature) {
    List<Curvature> all = new ArrayList<>();
    for (int t = 0; t < cancellation.length; t++) {
      Curvature found = curvature.get(t);
      double kappa = cancellation[t];
      double solve = Precision.DOUBLE.unitRoundoff() * kappa * kappa;
      double worst = found.rounding() == null ? solve : Math.min(solve, found.rounding());
      double sum = Math.max(precision[t].unitRoundoff() * kappa, Precision.SINGLE.unitRoundoff());
      all.add(found.withRounding(Double.isNaN(worst + sum) ? Double.MAX_VALUE : worst + sum));
    }
    return all;
  }
}
