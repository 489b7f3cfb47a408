package dev.geodesic.store.files;

import dev.geodesic.store.table.TableFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Finds all committed files, even while a {@link Compaction} moves some. */
final class CommittedFiles {
  private CommittedFiles() {}

  /**
   * Lists until nothing has vanished since the listing before. No file system lists a folder at one
   * moment, so that one listing may miss what is renamed while it goes on. Two that agree have all:
   *
   * <ul>
   *   <li>A merged file that was there before the second listing is in it: it moves from the folder
   *       that is listed first to the one that is listed next.
   *   <li>One that came later has not yet taken the place of others before: they are in the first
   *       listing, and so in the second, and whoever opens one that is gone lists anew.
   * </ul>
   */
  static List<FileStatus> list(ResultsDirectory directory) throws IOException {
    List<FileStatus> before = once(directory);
    List<FileStatus> now = once(directory);
    while (!paths(now).containsAll(paths(before))) {
      before = now;
      now = once(directory);
    }
    return now;
  }

  private static List<FileStatus> once(ResultsDirectory directory) throws IOException {
    List<FileStatus> merged = files(directory, ResultsDirectory.MERGED);
    return Stream.concat(merged.stream(), files(directory, ResultsDirectory.PACKS).stream())
        .toList();
  }

  private static List<FileStatus> files(ResultsDirectory directory, String folder)
      throws IOException {
    return directory.list(folder, ResultStore.PREFIX, TableFile.EXTENSION);
  }

  private static Set<Path> paths(List<FileStatus> files) {
    return files.stream().map(FileStatus::getPath).collect(Collectors.toSet());
  }
}
