package dev.geodesic.train;

/** Receives a pack's progress, and can stop the pack. */
public interface Monitor {
  /** Whether the pack is to stop without a result; asked before every step and during long ones. */
  boolean isStopped();

  /**
   * Reports that a pack resumes from a checkpoint.
   *
   * @param trialSteps steps that its trials took before, in total
   * @param diverged trials that diverged before
   */
  default void resumed(long trialSteps, int diverged) {}

  /** Reports after every step how many trials took it. */
  void stepped(int trials);

  /** Reports that a trial has diverged. */
  void diverged();

  /**
   * Reports that a pack has trained to its end, while its weights are still on the device.
   *
   * @param weights of its trials
   */
  default void ended(EndWeights weights) {}

  /** Ignores progress and never stops a pack. */
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
