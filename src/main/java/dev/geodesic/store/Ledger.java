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
 */
record Ledger(Map<Path, Set<String>> files, Set<String> trials) {

  /** A committed file and the trials that it holds. */
  record PackFile(Path path, List<String> trials) {}

  /** Large files first, so that a merged file takes the place of those that it was merged from. */
  static Ledger of(List<PackFile> packs) {
    List<PackFile> largestFirst = new ArrayList<>(packs);
    largestFirst.sort(
        Comparator.comparingInt((PackFile pack) -> -pack.trials().size())
            .thenComparing(PackFile::path));
    Map<Path, Set<String>> files = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (PackFile pack : largestFirst) {
      Set<String> elsewhere = new HashSet<>();
      for (String trial : pack.trials()) {
        if (!seen.add(trial)) {
          elsewhere.add(trial);
        }
      }
      if (elsewhere.size() < pack.trials().size()) {
        files.put(pack.path(), elsewhere);
      }
    }
    return new Ledger(files, seen);
  }

  /** Changes whenever a trial is added: tells whether a summary is still one of these trials. */
  String fingerprint() {
    return ContentHash.of(String.join("\n", new TreeSet<>(trials)));
  }
}
