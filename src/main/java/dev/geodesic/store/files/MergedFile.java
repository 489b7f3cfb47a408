package dev.geodesic.store.files;

import dev.geodesic.store.table.TableFile;
import dev.geodesic.trial.ContentHash;
import java.io.Serializable;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * A file to be merged, named by its content. It is sent to executors.
 *
 * @param trials that it holds
 */
record MergedFile(TreeSet<HeldTrial> trials) implements Serializable {
  /** The beginning of names of merged files; other names continue with a hexadecimal id. */
  static final String PREFIX = ResultStore.PREFIX + "merged-";

  private static final int ID_LENGTH = 20;

  /** Returns where the complete file waits until its source files are deleted. */
  Path waiting(ResultsDirectory directory) {
    String id =
        ContentHash.of(trials.stream().map(HeldTrial::toString).collect(Collectors.joining("\n")))
            .substring(0, ID_LENGTH);
    return directory.resolve(ResultsDirectory.MERGED, PREFIX + id + TableFile.EXTENSION);
  }
}
