package dev.geodesic.sweep.course;

import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.train.OtherFormatException;
import dev.geodesic.train.RungState;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/** Deletes states at rungs that no sweep can go on from any more. */
public final class EndedStates {
  private EndedStates() {}

  /**
   * Deletes states all of whose trials have ended, as where a sweep is finished without its
   * halving, and those of other versions of this program. Without an exclusive lock they stay, as
   * another run could be writing them.
   */
  public static void delete(ResultStore store, ResultsLock held) throws IOException {
    StoredRungs rungs = new StoredRungs(store);
    List<String> legs = held.isExclusive() ? rungs.legs() : List.of();
    Set<String> ended = legs.isEmpty() ? Set.of() : store.finishedTrials();
    for (String leg : legs) {
      if (isUseless(rungs, leg, ended)) {
        rungs.delete(leg);
      }
    }
  }

  private static boolean isUseless(StoredRungs rungs, String leg, Set<String> ended)
      throws IOException {
    try (InputStream in = rungs.open(leg)) {
      return ended.containsAll(RungState.trials(in));
    } catch (OtherFormatException e) {
      return true;
    }
  }
}
