package dev.geodesic.cli;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.machine.Machine;
import dev.geodesic.report.Circumstances;
import dev.geodesic.report.Environment;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.StoredTrials;
import dev.geodesic.store.run.Libraries;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.sweep.reproduce.StoredPack;
import dev.geodesic.sweep.reproduce.StoredPack.Asked;
import dev.geodesic.trial.TrialReader;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * A trial of the results that is to be trained again, and what is known of its training.
 *
 * @param trial the one that was named
 * @param others those of its pack that the results hold, itself among them
 * @param pack that trains it again
 * @param runs of the sweep
 */
record StoredRequest(
    StoredTrial trial, List<StoredTrial> others, StoredPack pack, List<Manifest.Run> runs) {

  /**
   * Reads a trial and its pack from the results.
   *
   * @param name the trial's id or the beginning of it
   * @throws dev.geodesic.trial.RequestException if it names no trial, or one that cannot be trained
   *     again
   */
  static StoredRequest read(SparkSession spark, URI results, String name) throws IOException {
    StoredTrials trials = StoredTrials.open(spark, results);
    StoredTrial trial = trials.named(name);
    List<Manifest.Run> runs = trials.manifest().runs();
    List<StoredTrial> others = trials.ofPack(trial.provenance().packId());
    List<Asked> asked = others.stream().map(StoredRequest::asked).toList();
    return new StoredRequest(
        trial,
        others,
        StoredPack.of(
            trial, asked, ConfReader.sweeps(runs.stream().map(Manifest.Run::conf).toList())),
        runs);
  }

  private static Asked asked(StoredTrial stored) {
    return new Asked(stored, TrialReader.read("trial " + stored.id(), stored.parameters()));
  }

  /** Says that it is trained again now, and with how many others. */
  String announcement() {
    int trials = pack.ids().size();
    return trials == 1
        ? "training it again, alone"
        : "training it again, in its pack of %,d trials".formatted(trials);
  }

  /** What the trial asked for. */
  TrialSpec spec() {
    return pack.pack().specs().get(pack.ids().indexOf(trial.id()));
  }

  /** Compares the circumstances of the stored training with those of {@code now}. */
  Circumstances circumstances(TrialResult now) {
    Environment environment =
        new Environment(Manifest.Code.running(), Libraries.running(), Machine.here());
    Circumstances circumstances = Circumstances.of(runs, trial, environment, now);
    List<String> idsNow = pack.idsNow();
    int own = pack.ids().indexOf(trial.id());
    circumstances.compare("trainer and parameters", trial.id(), idsNow.get(own));
    long same =
        IntStream.range(0, idsNow.size())
            .filter(i -> pack.ids().get(i).equals(idsNow.get(i)))
            .count();
    if (same < idsNow.size()) {
      circumstances.compare(
          "those of its pack", idsNow.size() + " trials", same + " of them unchanged");
    }
    if (!pack.isProven()) {
      circumstances.compare("order in the pack", trial.provenance().packId(), "not known");
    }
    return circumstances;
  }
}
