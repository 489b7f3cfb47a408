package dev.geodesic.train;

/**
 * Stops a pack after some steps of this process, and knows whether it went on from a checkpoint.
 */
final class StopAfter implements Monitor {
  private final int most;
  private int steps;
  private long resumedSteps;
  private int divergedBefore;
  private int diverged;

  StopAfter(int most) {
    this.most = most;
  }

  /** Lets it run to its end. */
  static StopAfter never() {
    return new StopAfter(Integer.MAX_VALUE);
  }

  /** Steps of all trials that an earlier process had taken; 0 if it started anew. */
  long resumedSteps() {
    return resumedSteps;
  }

  /** Trials that diverged before or now. */
  int divergedInAll() {
    return divergedBefore + diverged;
  }

  /** Trials that diverged before. */
  int divergedBefore() {
    return divergedBefore;
  }

  @Override
  public boolean isStopped() {
    return steps >= most;
  }

  @Override
  public void resumed(long trialSteps, int divergedTrials) {
    resumedSteps = trialSteps;
    divergedBefore = divergedTrials;
  }

  @Override
  public void stepped(int trials) {
    steps++;
  }

  @Override
  public void diverged() {
    diverged++;
  }
}
