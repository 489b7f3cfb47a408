package dev.geodesic.store.files;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.geodesic.store.table.TableReader;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.ContentHash;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The trials that have ended, and the file from which each is read. A trial may lie in two files,
 * when packs were formed differently in another run or while files are merged: one of them is read.
 *
 * @param files to be read, each with the trials to leave out
 * @param trials ids of all trials that ended
 * @param covered files from which no trial is read, which may be deleted
 */
public record Ledger(Map<Path, Set<String>> files, Set<String> trials, List<Path> covered) {

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
  record PackFile(Path path, long bytes, List<String> trials) {
    boolean isMerged() {
      return path.getName().startsWith(MergedFile.PREFIX);
    }
  }

  static Ledger of(List<PackFile> packs) {
    Map<Path, Set<String>> files = new LinkedHashMap<>();
    List<Path> covered = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PackFile pack : packs.stream().sorted(PRECEDENCE).toList()) {
      Set<String> elsewhere = new HashSet<>();
      for (String trial : pack.trials()) {
        if (!seen.add(trial)) {
          elsewhere.add(trial);
        }
      }
      if (elsewhere.size() < pack.trials().size()) {
        files.put(pack.path(), elsewhere);
      } else {
        covered.add(pack.path());
      }
    }
    return new Ledger(files, seen, covered);
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

  /** A hash that changes whenever a trial is added, which shows whether a summary is outdated. */
  public String fingerprint() {
    return ContentHash.of(String.join("\n", new TreeSet<>(trials)));
  }
}
