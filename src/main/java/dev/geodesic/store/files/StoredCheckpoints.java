package dev.geodesic.store.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of packs that have not ended, one file a pack beside the results. What is in them
 * is for who writes them to know.
 */
public final class StoredCheckpoints {
  private static final String EXTENSION = ".checkpoint";
  private static final int BUFFER = 1 << 16;

  private final ResultsDirectory directory;

  /** The checkpoints beside these results. */
  public StoredCheckpoints(ResultStore store) {
    this.directory = store.directory();
  }

  /** Writes a checkpoint. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * The checkpoint of a pack, for the caller to close; nothing where there is none.
   *
   * @throws IOException if the file system is in trouble
   */
  public Optional<InputStream> open(String packId) throws IOException {
    try {
      return Optional.of(
          new BufferedInputStream(directory.fileSystem().open(path(packId)), BUFFER));
    } catch (FileNotFoundException e) {
      // Java says so of what is there and may not be read, too.
      if (directory.fileSystem().exists(path(packId))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * Puts a checkpoint in place of the pack's older one, whole or not at all.
   *
   * @throws IOException if the file system is in trouble; the older one is still there then
   */
  public void replace(String packId, Content content) throws IOException {
    directory.replace(
        path(packId),
        out -> {
          BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
          content.writeTo(buffered);
          buffered.flush();
        });
  }

  /** Deletes the checkpoint of a pack, if there is one. */
  public void delete(String packId) throws IOException {
    directory.fileSystem().delete(path(packId), false);
  }

  /**
   * Deletes the checkpoints of packs that are committed, which their task had no time for, and says
   * how many there were.
   */
  public int deleteCommitted() throws IOException {
    int deleted = 0;
    for (FileStatus file : directory.list(ResultsDirectory.CHECKPOINTS, "", EXTENSION)) {
      String name = file.getPath().getName();
      String packId = name.substring(0, name.length() - EXTENSION.length());
      if (directory.fileSystem().exists(ResultStore.packFile(directory, packId))) {
        deleted += directory.fileSystem().delete(file.getPath(), false) ? 1 : 0;
      }
    }
    return deleted;
  }

  /**
   * Deletes all checkpoints, as when every trial of the sweep has ended: those of packs that were
   * cut differently then are of no use to anyone. Only who holds the directory may.
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
