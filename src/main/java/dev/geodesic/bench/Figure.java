package dev.geodesic.bench;

/**
 * What was measured of a case.
 *
 * @param bench the case
 * @param microseconds a trial-step
 * @param beside what its arithmetic alone takes
 */
public record Figure(BenchCase bench, double microseconds, Beside beside) {
  private static final double MICROSECONDS_AN_HOUR = 3600e6;

  /** How long a trial is for {@link #trialsAnHour}. */
  private static final int STEPS = 1000;

  /** How many times the arithmetic alone a step takes. */
  public double ratio() {
    return microseconds / beside.microseconds();
  }

  /** 10⁹ operations a second, of those that a step cannot do without. */
  public double gigaflops() {
    return Operations.of(bench) / microseconds / 1e3;
  }

  /** Trials of 1000 steps that one core trains in an hour. */
  public double trialsAnHour() {
    return MICROSECONDS_AN_HOUR / microseconds / STEPS;
  }
}
