package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the state at the end of a leg tells of its trials, without their weights.
 *
 * @param step after which the leg ended
 * @param provenance what has trained them
 * @param outcomes of those trials that could go on
 * @param others number of further trials, which are not among those that are asked for
 */
public record RungState(int step, Provenance provenance, List<Outcome> outcomes, int others) {
  /**
   * Reads the beginning of a state.
   *
   * @param in which the caller buffers and closes
   * @param trials by their ids; others in the state are left out
   * @throws IOException if it is damaged, or of another version
   */
  public static RungState read(InputStream in, Map<String, Trial> trials) throws IOException {
    StateReader state = new StateReader(CheckpointFormat.open(in));
    int step = state.readInt();
    Provenance provenance = SavedProvenance.read(state);
    if (provenance == null) {
      throw new IOException("a state at a rung must say what has trained it");
    }
    int count = state.readInt();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = state.readText();
      @Nullable Trial trial = trials.get(id);
      TrialRecord record =
          TrialRecord.restore(trial == null ? trials.values().iterator().next() : trial, state);
      if (trial != null) {
        outcomes.add(new Outcome(trial, new TrialStatus.Stopped(step), record.curve()));
      }
    }
    return new RungState(step, provenance, List.copyOf(outcomes), count - outcomes.size());
  }
}
