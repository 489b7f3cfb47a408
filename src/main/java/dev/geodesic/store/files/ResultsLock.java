package dev.geodesic.store.files;

import dev.geodesic.machine.Machine;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * The lock of a results directory, on which one run at a time may work. The lock of a run that was
 * killed does not last.
 */
public sealed interface ResultsLock extends AutoCloseable permits KernelLock, HdfsLease, NoLock {
  /** The lock file in the results directory. */
  String FILE = ".lock";

  /**
   * Takes the lock. The directory must exist: {@link ResultStore#prepare}.
   *
   * @throws RequestException that names the holder if another run has the lock
   * @throws IOException if the file system fails
   */
  static ResultsLock acquire(ResultStore store) throws IOException {
    ResultsDirectory directory = store.directory();
    Path file = new Path(directory.root(), FILE);
    if (directory.fileSystem() instanceof RawLocalFileSystem local) {
      return KernelLock.acquire(local.pathToFile(file).toPath(), holder(), FileChannel::tryLock);
    }
    if (directory.fileSystem() instanceof DistributedFileSystem hdfs) {
      return HdfsLease.acquire(hdfs.getUri(), hdfs.getConf(), file, holder());
    }
    return new NoLock(Location.describe(store.root()));
  }

  /** A warning to the user where a file system has no locks; else empty. */
  default Optional<String> caution() {
    return Optional.empty();
  }

  /** Whether no other run can hold the lock, too: false where a file system has no locks. */
  boolean isExclusive();

  /**
   * Verifies that the lock has not passed to another run, as it can where this process was
   * suspended for longer than a lease lasts. It must be called before anything is replaced that a
   * run owns alone: the summary, the manifest, merged files. Packs need no such care, as each is
   * written once, under a name that its content decides.
   *
   * @throws IOException if the lock is lost, or that cannot be found out
   */
  void verify() throws IOException;

  /** Releases the lock. */
  @Override
  void close() throws IOException;

  /** Returns the description of this run that another run prints when it is refused. */
  private static String holder() {
    return "process %d on %s since %s"
        .formatted(
            ProcessHandle.current().pid(),
            Machine.hostName(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Returns the refusal of a second run. */
  static RequestException refused(Object directory, String holder, String remedy) {
    return new RequestException(
        "A results directory must have one run at a time, got: %s, in use by %s; %s"
            .formatted(directory, holder, remedy));
  }
}
