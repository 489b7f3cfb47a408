package dev.geodesic.store.files;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.commons.io.function.IOConsumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of packs that have not ended, one file for each pack in a folder of the results.
 * Their writers decide what they hold.
 */
public final class StoredCheckpoints {
  private static final String EXTENSION = ".checkpoint";
  private static final int BUFFER = 1 << 16;

  private final ResultsDirectory directory;
  private final StoredRungs rungs;

  /** Opens the checkpoints of these results. */
  public StoredCheckpoints(ResultStore store) {
    this.directory = store.directory();
    this.rungs = new StoredRungs(store);
  }

  /**
   * Opens the checkpoint of a pack, for the caller to close; empty where there is none.
   *
   * @throws IOException if the file system is in trouble
   */
  public Optional<InputStream> open(String packId) throws IOException {
    try {
      return Optional.of(
          new BufferedInputStream(directory.fileSystem().open(path(packId)), BUFFER));
    } catch (FileNotFoundException e) {
      // Java throws the same for a file that exists and may not be read.
      if (directory.fileSystem().exists(path(packId))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Replaces the pack's older checkpoint, whole or not at all.
   *
   * @throws IOException if the file system is in trouble; the older one is still there then
   */
  public void replace(String packId, IOConsumer<OutputStream> content) throws IOException {
    directory.replace(path(packId), content);
  }

  /** Deletes the checkpoint of a pack, if there is one. */
  public void delete(String packId) throws IOException {
    directory.fileSystem().delete(path(packId), false);
  }

  /**
   * Deletes checkpoints of packs that have ended, which their tasks left behind, and returns how
   * many there were.
   */
  public int deleteCommitted() throws IOException {
    int deleted = 0;
    for (FileStatus file : directory.list(ResultsDirectory.CHECKPOINTS, "", EXTENSION)) {
      String name = file.getPath().getName();
      String packId = name.substring(0, name.length() - EXTENSION.length());
      if (directory.fileSystem().exists(ResultStore.packFile(directory, packId))
          || rungs.exists(packId)) {
        deleted += directory.fileSystem().delete(file.getPath(), false) ? 1 : 0;
      }
    }
    return deleted;
  }

  /**
   * Deletes all checkpoints, for a sweep of which every trial has ended: those of packs that were
   * formed differently in another run are useless then. Needs an exclusive lock.
   */
  public void deleteAll(ResultsLock held) throws IOException {
    if (held.isExclusive()) {
      directory.fileSystem().delete(new Path(directory.root(), ResultsDirectory.CHECKPOINTS), true);
    }
  }

  private Path path(String packId) {
    return directory.resolve(ResultsDirectory.CHECKPOINTS, packId + EXTENSION);
  }
}
