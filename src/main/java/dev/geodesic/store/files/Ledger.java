package dev.geodesic.store.files;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.geodesic.store.table.TableReader;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.ContentHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The trials that have ended or were stopped, and the file from which each is read. A trial may lie
 * in two files, when packs were formed differently in another run, while files are merged, or when
 * it went on after it had been stopped: the row that came furthest is read.
 */
public final class Ledger {
  private final Map<Path, Set<String>> files;
  private final Set<String> trials;
  private final Set<HeldTrial> held;
  private final List<Path> covered;

  /**
   * Creates a ledger.
   *
   * @param files to be read, each with the trials to leave out
   * @param held all trials
   * @param covered files from which no trial is read
   */
  Ledger(Map<Path, Set<String>> files, Collection<HeldTrial> held, List<Path> covered) {
    this.files = files;
    this.held = Set.copyOf(held);
    this.trials = held.stream().map(HeldTrial::id).collect(Collectors.toUnmodifiableSet());
    this.covered = covered;
  }

  /** The files to be read, each with the trials to leave out. */
  public Map<Path, Set<String>> files() {
    return files;
  }

  /** The ids of all trials that ended or were stopped. */
  public Set<String> trials() {
    return trials;
  }

  /** The ids of the trials that ended by themselves. */
  public Set<String> ended() {
    return held.stream()
        .filter(HeldTrial::hasEnded)
        .map(HeldTrial::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Files from which no trial is read, which may be deleted. */
  List<Path> covered() {
    return covered;
  }

  /**
   * Merged files come before others, whose place they take, and large files before small, as one
   * merged file may take the place of another.
   */
  private static final Comparator<PackFile> PRECEDENCE =
      Comparator.comparing((PackFile pack) -> pack.isMerged() ? 0 : 1)
          .thenComparing(pack -> -pack.trials().size())
          .thenComparing(PackFile::path);

  /**
   * A committed file and the trials that it holds.
   *
   * @param bytes its size
   */
  record PackFile(Path path, long bytes, List<HeldTrial> trials) {
    boolean isMerged() {
      return path.getName().startsWith(MergedFile.PREFIX);
    }
  }

  static Ledger of(List<PackFile> packs) {
    List<PackFile> ordered = packs.stream().sorted(PRECEDENCE).toList();
    Map<String, HeldTrial> furthest = new HashMap<>();
    for (PackFile pack : ordered) {
      pack.trials().forEach(trial -> furthest.merge(trial.id(), trial, Ledger::further));
    }
    Map<Path, Set<String>> files = new LinkedHashMap<>();
    List<Path> covered = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PackFile pack : ordered) {
      Set<String> elsewhere = new HashSet<>();
      for (HeldTrial trial : pack.trials()) {
        if (!trial.equals(furthest.get(trial.id())) || !seen.add(trial.id())) {
          elsewhere.add(trial.id());
        }
      }
      if (elsewhere.size() < pack.trials().size()) {
        files.put(pack.path(), elsewhere);
      } else {
        covered.add(pack.path());
      }
    }
    return new Ledger(files, furthest.values(), covered);
  }

  private static HeldTrial further(HeldTrial one, HeldTrial other) {
    return other.step() > one.step() ? other : one;
  }

  /**
   * Has Spark read every trial of the ledger once, its curve inside.
   *
   * @param root directory of the sweep
   * @return rows of {@link TrialColumns#TABLE}
   */
  public Dataset<Row> rows(TableReader reader, URI root) {
    Dataset<Row> rows =
        reader.filesOf(
            new Path(new Path(root), ResultsDirectory.PACKS),
            ResultStore.PATTERN,
            TrialColumns.TABLE,
            files.keySet());
    for (Map.Entry<Path, Set<String>> file : files.entrySet()) {
      if (!file.getValue().isEmpty()) {
        rows = rows.filter(not(isOneOf(file.getKey(), file.getValue())));
      }
    }
    return rows;
  }

  private static Column isOneOf(Path file, Set<String> trials) {
    return col("_metadata.file_name")
        .equalTo(file.getName())
        .and(col("trial_id").isin(trials.toArray()));
  }

  /**
   * A hash that changes whenever a trial is added or goes on, which shows whether a summary is
   * outdated.
   */
  public String fingerprint() {
    return ContentHash.of(
        new TreeSet<>(held).stream().map(HeldTrial::toString).collect(Collectors.joining("\n")));
  }
}
