package dev.geodesic.store;

import dev.geodesic.trial.ContentHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * Which trials have ended, and in which file each is to be read. A trial may lie in two files, when
 * a sweep's packs were cut differently or while files are merged: it is read from one of them.
 *
 * @param files to be read, each with the trials in it to pass over
 * @param trials every trial that ended
 * @param covered files from which no trial is read: they can go
 */
record Ledger(Map<Path, Set<String>> files, Set<String> trials, List<Path> covered) {

  /**
   * Merged files before others, so that they take the place of what they were merged from; then
   * large before small, for the same between merged ones.
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

  /** Changes whenever a trial is added: tells whether a summary is still one of these trials. */
  String fingerprint() {
    return ContentHash.of(String.join("\n", new TreeSet<>(trials)));
  }
}
