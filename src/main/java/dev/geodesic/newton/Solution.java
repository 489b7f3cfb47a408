package dev.geodesic.newton;

import java.io.Serializable;

/**
 * An optimum, as near as was asked.
 *
 * @param coefficients of the features as they are, {@code [features + 1, classes]} in row-major
 *     order, the intercepts last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Solution(double[] coefficients, Summary summary) {

  /** What ended a fit. */
  public enum End {
    /** The gradient is as short as was asked. */
    GRADIENT,
    /** A further decrease would be smaller than the rounding errors of the objective. */
    ROUNDING,
    /** The iterations that were allowed are over. */
    ITERATIONS
  }

  /**
   * The course of a fit: one entry for the start and one for each iteration.
   *
   * @param objective penalised mean loss, nats
   * @param gradientNorm of the objective by the scaled coefficients
   * @param passes over the data until then
   * @param seconds until then
   * @param iterations of Newton's method
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Summary(
      double[] objective,
      double[] gradientNorm,
      int[] passes,
      double[] seconds,
      int iterations,
      End end)
      implements Serializable {}
}
