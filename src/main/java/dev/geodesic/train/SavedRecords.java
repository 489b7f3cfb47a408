package dev.geodesic.train;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.trial.Rung;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a checkpoint, before the weights: how far its trials have come.
 *
 * @param alive ids of the trials whose weights follow, in their order
 * @param asked the records of those trials that are asked for, by their ids, in their order
 * @param others ids of the further trials
 */
record SavedRecords(
    Heading heading, List<String> alive, Map<String, TrialRecord> asked, List<String> others) {

  /**
   * What a checkpoint says of all its trials.
   *
   * @param taken steps
   * @param rung at the end of their leg; absent without halving
   * @param provenance what has trained them; absent before the end of a leg
   */
  record Heading(int taken, @Nullable Rung rung, @Nullable Provenance provenance) {
    void write(StateWriter out) throws IOException {
      out.write(taken);
      out.writePresence(rung);
      if (rung != null) {
        out.write(rung.bracket());
        out.write(rung.number());
      }
      SavedProvenance.write(provenance, out);
    }

    static Heading read(StateReader in) throws IOException {
      return new Heading(
          in.readInt(),
          in.readPresence() ? new Rung(in.readInt(), in.readInt()) : null,
          SavedProvenance.read(in));
    }
  }

  static void write(Heading heading, List<TrialRecord> records, StateWriter out)
      throws IOException {
    heading.write(out);
    out.write(records.size());
    for (TrialRecord record : records) {
      out.write(record.trial().id());
      record.save(out);
    }
  }

  /**
   * Reads the beginning of a checkpoint.
   *
   * @param trials that are asked for, by their ids
   */
  static SavedRecords read(Map<String, Trial> trials, StateReader in) throws IOException {
    Heading heading = Heading.read(in);
    int count = in.readInt();
    List<String> alive = new ArrayList<>();
    Map<String, TrialRecord> asked = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = in.readText();
      TrialRecord.Saved saved = TrialRecord.Saved.read(in);
      if (saved.isAlive()) {
        alive.add(id);
      }
      Trial trial = trials.get(id);
      if (trial == null) {
        others.add(id);
      } else {
        asked.put(id, new TrialRecord(trial, saved));
      }
    }
    return new SavedRecords(heading, alive, asked, others);
  }
}
