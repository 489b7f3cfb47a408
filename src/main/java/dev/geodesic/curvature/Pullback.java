package dev.geodesic.curvature;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.Panel;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
  private final Precision precision;

  private Pullback(ForwardPass pass, Panel cotangent, double[] cancellation, Precision precision) {
    this.pass = pass;
    this.cotangent = cotangent;
    this.cancellation = cancellation;
    this.precision = precision;
  }

  /**
   * Measures the cancellation of a cotangent's pullback and chooses its precision.
   *
   * @param cotangent M, {@code [batch, trials, classes]}
   * @param squaredLengths ‖JᵀM‖² of each trial, subject to rounding
   */
  static Pullback of(ForwardPass pass, Panel cotangent, double[] squaredLengths) {
    double[] parts = pass.partSquares(cotangent);
    double[] cancellation = new double[parts.length];
    for (int t = 0; t < parts.length; t++) {
      cancellation[t] = cancellation(parts[t], squaredLengths[t]);
    }
    boolean isNarrow =
        Arrays.stream(cancellation)
                .allMatch(kappa -> kappa * Precision.SINGLE.unitRoundoff() <= TOLERANCE)
            && Arrays.stream(pass.device().panels().dot(cotangent, cotangent))
                .allMatch(Pullback::isInRange);
    Precision precision = isNarrow ? Precision.SINGLE : Precision.DOUBLE;
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

  /** Returns the precision that the sum over the batch needs. */
  Precision precision() {
    return precision;
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
    return switch (precision) {
      case SINGLE -> new Direction.SampleSpace(cotangent);
      case DOUBLE -> new Direction.ParameterSpace(pass.pullback(cotangent, precision));
    };
  }

  /** Adds JᵀM to a vector over the weights. */
  void addTo(Parameters target) {
    double[] signs = new double[cancellation.length];
    switch (precision) {
      case SINGLE -> {
        Arrays.fill(signs, -1);
        pass.subtractPullback(signs, cotangent, target);
      }
      case DOUBLE -> {
        Arrays.fill(signs, 1);
        target.add(signs, pass.pullback(cotangent, precision));
      }
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
      double sum = Math.max(precision.unitRoundoff() * kappa, Precision.SINGLE.unitRoundoff());
      all.add(found.withRounding(Double.isNaN(worst + sum) ? Double.MAX_VALUE : worst + sum));
    }
    return all;
  }
}
