package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What the state at the end of a leg tells of its trials, without their weights.
 *
 * @param rung at which the leg ended
 * @param step of that rung
 * @param provenance what has trained them
 * @param outcomes of the trials that are asked for: stopped at the rung, or diverged before it
 * @param others ids of further trials, which are not among those that are asked for
 */
public record RungState(
    Rung rung, int step, Provenance provenance, List<Outcome> outcomes, List<String> others) {
  /**
   * Reads the beginning of a state.
   *
   * @param in which the caller buffers and closes
   * @param trials by their ids; others in the state are left out
   * @throws IOException if it is damaged, or of another version
   */
  public static RungState read(InputStream in, Map<String, Trial> trials) throws IOException {
    SavedRecords saved = SavedRecords.read(trials, new StateReader(CheckpointFormat.open(in)));
    SavedRecords.Heading heading = saved.heading();
    Rung rung = heading.rung();
    Provenance provenance = heading.provenance();
    if (rung == null || provenance == null) {
      throw new IOException("a state at a rung must name the rung, and what has trained it");
    }
    TrialStatus stopped = new TrialStatus.Stopped(heading.taken());
    return new RungState(
        rung,
        heading.taken(),
        provenance,
        saved.asked().values().stream()
            .map(
                record ->
                    new Outcome(
                        record.trial(),
                        record.isAlive() ? stopped : record.status(),
                        record.curve()))
            .toList(),
        saved.others());
  }

  /**
   * Reads the ids of all trials of a state.
   *
   * @param in which the caller buffers and closes
   * @throws OtherFormatException if it is of another version of this program
   * @throws IOException if it is damaged
   */
  public static List<String> trials(InputStream in) throws IOException {
    return SavedRecords.read(Map.of(), new StateReader(CheckpointFormat.open(in))).others();
  }
}
