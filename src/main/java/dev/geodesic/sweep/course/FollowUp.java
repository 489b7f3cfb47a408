package dev.geodesic.sweep.course;

import dev.geodesic.space.Leg;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.task.PackReport;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Decides what trains after a pack has ended. */
public interface FollowUp {
  /** Nothing does. */
  FollowUp NONE =
      new FollowUp() {
        @Override
        public List<PlannedPack> ended(Leg leg, PackReport report) {
          return List.of();
        }

        @Override
        public boolean isOver(Trial trial) {
          return false;
        }

        @Override
        public List<TrialResult> waiting(String cause, Set<String> listed) {
          return List.of();
        }

        @Override
        public Climbing climbing() {
          return Climbing.NOBODY;
        }

        @Override
        public Outlook outlook() {
          return Outlook.NOTHING;
        }

        @Override
        public List<String> undecided() {
          return List.of();
        }

        @Override
        public void finish() {}
      };

  /**
   * What is expected to follow, beyond the packs that can train now.
   *
   * @param cost of packs that cannot train yet
   * @param trials that are not chosen yet
   */
  record Outlook(double cost, int trials) {
    static final Outlook NOTHING = new Outlook(0, 0);
  }

  /** Returns the packs that can train now that a leg has ended, the longest first. */
  List<PlannedPack> ended(Leg leg, PackReport report);

  /** Whether a trial of the sweep that has not ended by itself will not train any further. */
  boolean isOver(Trial trial);

  /**
   * Returns the trials that could not train yet, because they wait for others.
   *
   * @param cause why the run ended
   * @param listed ids of trials that are known to be unfinished
   */
  List<TrialResult> waiting(String cause, Set<String> listed);

  /** What is expected to follow. */
  Outlook outlook();

  /** How far a halving has come. */
  Climbing climbing();

  /** Returns a line on each choice that could not be made, at the end of a run. */
  List<String> undecided();

  /**
   * Waits until everything is stored that the packs that have ended lead to.
   *
   * @throws IOException if some of it could not be stored
   */
  void finish() throws IOException, InterruptedException;
}
