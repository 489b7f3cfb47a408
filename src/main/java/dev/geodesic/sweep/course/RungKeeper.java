package dev.geodesic.sweep.course;

import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.Rung;
import java.io.IOException;
import java.util.List;

/**
 * Keeps the states of a halving's rungs as long as a trial may need them: until it has reached the
 * next rung, or is stored as it ended.
 */
public interface RungKeeper {
  /** Returns the keeper of the states in results. */
  static RungKeeper of(ResultStore store) {
    return new RungFiles(store);
  }

  /** Records that a trial may need a state. */
  void hold(String leg, String trial);

  /** Records that a trial does not need a state any more; the last one's is deleted. */
  void release(String leg, String trial);

  /**
   * Stores trials as they are in their states, stopped or diverged. The states are released then.
   *
   * @param ended trials of one rung, each with a state
   */
  void store(List<Climber> ended, Rung rung);

  /**
   * Waits until everything is stored and deleted; nothing may be asked of it afterwards.
   *
   * @throws IOException if trials could not be stored; their states are kept then
   */
  void finish() throws IOException, InterruptedException;

  /** Leaves everything as it is, for a look at what would be done. */
  RungKeeper IDLE =
      new RungKeeper() {
        @Override
        public void hold(String leg, String trial) {}

        @Override
        public void release(String leg, String trial) {}

        @Override
        public void store(List<Climber> ended, Rung rung) {}

        @Override
        public void finish() {}
      };
}
