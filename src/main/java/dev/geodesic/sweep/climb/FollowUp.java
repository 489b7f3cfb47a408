package dev.geodesic.sweep.climb;

import dev.geodesic.space.Leg;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.task.PackReport;
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
        public List<TrialResult> waiting(String cause, Set<String> listed) {
          return List.of();
        }

        @Override
        public int stopped() {
          return 0;
        }

        @Override
        public double costToFollow() {
          return 0;
        }

        @Override
        public void finish() {}
      };

  /** Returns the packs that can train now that a leg has ended, the longest first. */
  List<PlannedPack> ended(Leg leg, PackReport report);

  /**
   * Returns the trials that could not train yet, because they wait for others.
   *
   * @param cause why the run ended
   * @param listed ids of trials that are known to be unfinished
   */
  List<TrialResult> waiting(String cause, Set<String> listed);

  /** The expected cost of packs that cannot train yet. */
  double costToFollow();

  /** The number of trials that have been stopped at a rung in this run. */
  int stopped();

  /**
   * Waits until everything is stored that the packs that have ended lead to.
   *
   * @throws IOException if some of it could not be stored
   */
  void finish() throws IOException, InterruptedException;
}
