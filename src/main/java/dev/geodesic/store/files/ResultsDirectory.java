package dev.geodesic.store.files;

import dev.geodesic.store.table.Table;
import dev.geodesic.store.table.TableFile;
import dev.geodesic.trial.RequestException;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.commons.io.function.IOConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * The files of one sweep, on any file system of Hadoop. A file is written under a temporary name
 * and then published by one rename, which is where file systems differ.
 *
 * @param fileSystem that the files lie on
 * @param root the sweep's own directory
 */
record ResultsDirectory(FileSystem fileSystem, Path root) {
  static final String PACKS = "packs";

  /** The folder where complete merged files wait until their source files are deleted. */
  static final String MERGED = "merged";

  static final String SUMMARY = "summary";
  static final String BASELINES = "baselines";
  static final String UNFINISHED = "unfinished";
  static final String CHECKPOINTS = "checkpoints";
  static final String RUNGS = "rungs";

  /** The folders in a sweep's directory. */
  static final List<String> FOLDERS =
      List.of(PACKS, MERGED, SUMMARY, BASELINES, UNFINISHED, CHECKPOINTS, RUNGS);

  private static final int BUFFER = 1 << 16;

  /** The beginning of temporary names; readers skip names that start with a dot. */
  private static final String TEMPORARY_PREFIX = ".writing-";

  static ResultsDirectory of(URI root, Configuration configuration) {
    Path path = new Path(root);
    try {
      return new ResultsDirectory(
          withoutChecksumFiles(Location.fileSystem(path, configuration)), path);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestException(
          "Cannot reach the results directory, got: %s (%s); check --results and the cluster"
              .formatted(root, e.getMessage()),
          e);
    }
  }

  /** Turns off Hadoop's {@code .crc} files, as Parquet has checksums of its own. */
  private static FileSystem withoutChecksumFiles(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /**
   * Whether the directory exists.
   *
   * @throws RequestException if the user may not look at it, which does not mean absence
   */
  boolean exists() throws IOException {
    if (!(fileSystem instanceof RawLocalFileSystem local)) {
      return fileSystem.exists(root);
    }
    try {
      Files.readAttributes(local.pathToFile(root).toPath(), BasicFileAttributes.class);
      return true;
    } catch (AccessDeniedException e) {
      throw new RequestException(
          "A results directory must lie where it may be read, got: %s (permission denied)"
              .formatted(root.toUri().getPath()),
          e);
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** Whether a run has begun here. */
  boolean isOfSweep() throws IOException {
    try {
      return fileSystem.getFileStatus(root).isDirectory()
          && fileSystem.getFileStatus(new Path(root, PACKS)).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Requires that a run has begun here.
   *
   * @throws RequestException if there is nothing, or something else
   */
  void requireSweep() throws IOException {
    if (!exists()) {
      throw new RequestException(
          "A results directory must exist to be read, got: %s; run a sweep first, or name another"
              .formatted(root.toUri()));
    }
    if (!isOfSweep()) {
      throw new RequestException(
          "A results directory must hold a sweep, got: %s (no folder %s in it); name one that a run wrote to"
              .formatted(root.toUri(), PACKS));
    }
  }

  Path resolve(String folder, String name) {
    return new Path(new Path(root, folder), name);
  }

  /** Returns a new unique name in the folder of {@code target}. */
  static Path temporary(Path target) {
    return new Path(target.getParent(), TEMPORARY_PREFIX + UUID.randomUUID() + ".tmp");
  }

  /**
   * Writes {@code rows} under a temporary name in the folder of {@code target}, which the caller
   * then publishes.
   *
   * <p>Nothing is forced to the medium: a process that dies loses nothing that it handed to the
   * kernel, and a file that a power cut truncates is found by its footer and trained again. (What
   * other files are then deleted for is forced: {@link #force}.)
   *
   * @param metadata goes into the footer, in addition to the schema version
   * @return the temporary name
   * @throws IOException if it cannot be written; nothing is left behind then
   */
  <T> Path writeTemporary(
      Table<T> table, Path target, Iterator<T> rows, Map<String, String> metadata)
      throws IOException {
    Path temporary = temporary(target);
    TableFile.write(fileSystem, temporary, table, rows, metadata);
    return temporary;
  }

  /** The files of a folder that are not temporary, by name; none where there is no folder. */
  List<FileStatus> list(String folder, String prefix, String suffix) throws IOException {
    return statuses(new Path(root, folder)).stream()
        .filter(status -> status.getPath().getName().startsWith(prefix))
        .filter(status -> status.getPath().getName().endsWith(suffix))
        .sorted()
        .toList();
  }

  /** Deletes the half-written files of writers that are gone, and returns how many there were. */
  int deleteTemporaries() throws IOException {
    int deleted = 0;
    List<String> folders = new ArrayList<>(FOLDERS);
    folders.add(".");
    for (String folder : folders) {
      for (FileStatus status : list(folder, TEMPORARY_PREFIX, "")) {
        deleted += fileSystem.delete(status.getPath(), false) ? 1 : 0;
      }
    }
    return deleted;
  }

  private List<FileStatus> statuses(Path folder) throws IOException {
    try {
      return new ArrayList<>(Arrays.asList(fileSystem.listStatus(folder)));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Writes a small file whole: a reader sees the old content or the new, never a part. */
  void replace(Path target, byte[] content) throws IOException {
    replace(target, out -> out.write(content));
  }

  /** Writes a file whole, of any length: a reader sees the old content or the new, never a part. */
  void replace(Path target, IOConsumer<OutputStream> content) throws IOException {
    Path temporary = temporary(target);
    try {
      try (OutputStream out = create(temporary)) {
        content.accept(out);
      }
      replace(temporary, target);
    } catch (FSError e) {
      // Hadoop's local file system throws this error when a disk is full.
      throw notWritten(target, Objects.requireNonNullElse(e.getCause(), e));
    } catch (FileNotFoundException e) {
      throw notWritten(target, e);
    } catch (IOException e) {
      throw fileSystem instanceof RawLocalFileSystem ? notWritten(target, e) : e;
    } finally {
      fileSystem.delete(temporary, false);
    }
  }

  /** Creates a file; on this machine without Hadoop's chmod, which is a process for every file. */
  private OutputStream create(Path file) throws IOException {
    if (!(fileSystem instanceof RawLocalFileSystem local)) {
      return new BufferedOutputStream(fileSystem.create(file, false), BUFFER);
    }
    File path = local.pathToFile(file);
    if (!path.getParentFile().isDirectory()) {
      fileSystem.mkdirs(file.getParent());
    }
    return new BufferedOutputStream(new FileOutputStream(path), BUFFER);
  }

  /** Makes an error that names the target, and not the temporary file as Java's own does. */
  private static IOException notWritten(Path target, Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).replaceFirst("^.* \\((.*)\\)$", "$1");
    return new IOException("Cannot write %s (%s)".formatted(target, reason), cause);
  }

  /** Renames {@code temporary} to {@code target} in one step, over what may be there. */
  void replace(Path temporary, Path target) throws IOException {
    if (fileSystem instanceof RawLocalFileSystem local) {
      // Hadoop's own rename falls back to copying, which a full disk leaves half done.
      Files.move(
          local.pathToFile(temporary).toPath(),
          local.pathToFile(target).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else if (fileSystem instanceof DistributedFileSystem hdfs) {
      hdfs.rename(temporary, target, Options.Rename.OVERWRITE);
    } else {
      fileSystem.delete(target, false);
      renameToAbsent(temporary, target);
    }
  }

  /**
   * Renames {@code temporary} to {@code target}. If that exists already, it has the same content
   * and readers may have it open: then the temporary file is deleted.
   */
  void publish(Path temporary, Path target) throws IOException {
    if (fileSystem.exists(target)) {
      fileSystem.delete(temporary, false);
    } else if (fileSystem instanceof RawLocalFileSystem) {
      replace(temporary, target);
    } else {
      renameToAbsent(temporary, target);
    }
  }

  /** Returns when a file's content is safe from a power cut; HDFS keeps several copies instead. */
  void force(Path file) throws IOException {
    if (fileSystem instanceof RawLocalFileSystem local) {
      try (FileChannel channel =
          FileChannel.open(local.pathToFile(file).toPath(), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** Deletes a file, which may be gone already. */
  void delete(Path file) throws IOException {
    if (!fileSystem.delete(file, false) && fileSystem.exists(file)) {
      throw new IOException("Cannot delete %s".formatted(file));
    }
  }

  private void renameToAbsent(Path temporary, Path target) throws IOException {
    if (!fileSystem.rename(temporary, target) && !fileSystem.exists(target)) {
      throw new IOException("Cannot rename %s to %s".formatted(temporary, target));
    }
    fileSystem.delete(temporary, false);
  }
}
