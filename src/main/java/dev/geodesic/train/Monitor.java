package dev.geodesic.train;

/** Told of a pack's progress; may stop it. */
public interface Monitor {
  /** Asked before every step and in long ones; true gives the pack up without a result. */
  boolean isStopped();

  /**
   * Told when a pack goes on from a checkpoint.
   *
   * @param trialSteps steps that its trials took before, all together
   * @param diverged trials that diverged before
   */
  default void resumed(long trialSteps, int diverged) {}

  /** Told after every step how many trials took it. */
  void stepped(int trials);

  /** Told when a trial has diverged. */
  void diverged();

  /** Lets a pack run to its end unseen. */
  Monitor NONE =
      new Monitor() {
        @Override
        public boolean isStopped() {
          return false;
        }

        @Override
        public void stepped(int trials) {}

        @Override
        public void diverged() {}
      };
}
