package dev.geodesic.bench;

/**
 * The measurement of a case.
 *
 * @param bench the case
 * @param microseconds the time of a trial-step
 * @param beside the bare arithmetic of a trial-step
 */
public record Figure(BenchCase bench, double microseconds, Roofline beside) {
  private static final double MICROSECONDS_AN_HOUR = 3600e6;

  /** The number of steps of a trial in {@link #trialsAnHour}. */
  private static final int STEPS = 1000;

  /** Returns the time of a step divided by that of its bare arithmetic. */
  public double ratio() {
    return microseconds / beside.microseconds();
  }

  /** Returns the speed in 10⁹ {@link Operations} a second, counting only the necessary ones. */
  public double gigaflops() {
    return Operations.of(bench) / microseconds / 1e3;
  }

  /** Returns the number of trials of 1000 steps that one core trains in an hour. */
  public double trialsAnHour() {
    return MICROSECONDS_AN_HOUR / microseconds / STEPS;
  }
}
