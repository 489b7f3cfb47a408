package dev.geodesic.store.files;

import dev.geodesic.store.table.TableFile;
import dev.geodesic.trial.ContentHash;
import java.io.Serializable;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * A file to be merged, named by what will be in it. Travels to executors.
 *
 * @param trials that it holds
 */
record MergedFile(TreeSet<String> trials) implements Serializable {
  /** No pack's own file is called like that: ids of packs are hexadecimal. */
  static final String PREFIX = ResultStore.PREFIX + "merged-";

  private static final int ID_LENGTH = 20;

  /** Where it waits, once complete, until what it was merged from is gone. */
  Path waiting(ResultsDirectory directory) {
    String id = ContentHash.of(String.join("\n", trials)).substring(0, ID_LENGTH);
    return directory.resolve(ResultsDirectory.MERGED, PREFIX + id + TableFile.EXTENSION);
  }
}
