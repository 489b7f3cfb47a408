package dev.geodesic.store.files;

import dev.geodesic.store.files.Ledger.PackFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** Plans which files are merged: the small ones, in groups that give full files. */
final class CompactionPlan {
  /** Files of this size or more are not merged. */
  static final long FULL_BYTES = 64L << 20;

  /** Merging saves space too, so that a full file takes more than its own size of small ones. */
  private static final long GROUP_BYTES = 2 * FULL_BYTES;

  /**
   * The fewest small files that are worth a merge. To open one costs a query some milliseconds:
   * with fewer files nobody notices, and a short run should not spend time on them.
   */
  static final int WORTHWHILE = 16;

  private CompactionPlan() {}

  /**
   * A merge of files into one.
   *
   * @param target the file to be written
   * @param sources files to read, each with the trials to leave out
   */
  record Merge(MergedFile target, Map<Path, Set<String>> sources) {
    Ledger ledger() {
      return new Ledger(sources, target.trials(), List.of());
    }
  }

  /** Returns the worthwhile merges. All small files are rewritten, so that at most one is left. */
  static List<Merge> of(List<PackFile> packs) {
    Ledger ledger = Ledger.of(packs);
    List<PackFile> small =
        packs.stream()
            .filter(pack -> pack.bytes() < FULL_BYTES && ledger.files().containsKey(pack.path()))
            .toList();
    return small.size() < WORTHWHILE
        ? List.of()
        : groups(small).stream().map(group -> merge(group, ledger)).toList();
  }

  private static List<List<PackFile>> groups(List<PackFile> files) {
    List<List<PackFile>> groups = new ArrayList<>();
    List<PackFile> group = new ArrayList<>();
    long bytes = 0;
    for (PackFile file : files) {
      group.add(file);
      bytes += file.bytes();
      if (bytes >= GROUP_BYTES) {
        groups.add(group);
        group = new ArrayList<>();
        bytes = 0;
      }
    }
    if (group.size() > 1) {
      groups.add(group);
    }
    return groups;
  }

  private static Merge merge(List<PackFile> group, Ledger ledger) {
    Map<Path, Set<String>> sources = new TreeMap<>();
    TreeSet<HeldTrial> trials = new TreeSet<>();
    for (PackFile file : group) {
      Set<String> passedOver = ledger.files().getOrDefault(file.path(), Set.of());
      sources.put(file.path(), passedOver);
      trials.addAll(
          file.trials().stream()
              .filter(trial -> !passedOver.contains(trial.id()))
              .collect(Collectors.toSet()));
    }
    return new Merge(new MergedFile(trials), sources);
  }
}
