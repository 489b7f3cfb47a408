package dev.geodesic.store.files;

import dev.geodesic.store.run.Machine;
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
 * The right to run on a results directory: one run at a time. A run that was killed leaves no lock
 * that lasts.
 */
public sealed interface ResultsLock extends AutoCloseable permits KernelLock, HdfsLease, NoLock {
  /** The file in the results directory that stands for the right. */
  String FILE = ".lock";

  /**
   * Takes the right, or says who has it. The directory must be there: {@link ResultStore#prepare}.
   *
   * @throws RequestException if another run has it
   * @throws IOException if the file system is in trouble
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

  /** What a user must see to where no lock does. */
  default Optional<String> caution() {
    return Optional.empty();
  }

  /** Whether no other run can hold the same right: false where a file system has no locks. */
  boolean isExclusive();

  /**
   * Makes sure that the right has not passed to another run meanwhile, as it can where this process
   * was suspended for longer than a lease lasts. To be asked before anything is replaced that a run
   * owns alone: the summary, the manifest, merged files. Packs need no such care, as each is
   * written once, under a name that its content decides.
   *
   * @throws IOException if it has, or if that cannot be told
   */
  void verify() throws IOException;

  /** Gives the right back. */
  @Override
  void close() throws IOException;

  /** How a run that is refused describes the one that is in its way. */
  private static String holder() {
    return "process %d on %s since %s"
        .formatted(
            ProcessHandle.current().pid(),
            Machine.hostName(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** What a run is told that comes second. */
  static RequestException refused(Object directory, String holder, String remedy) {
    return new RequestException(
        "A results directory must have one run at a time, got: %s, in use by %s; %s"
            .formatted(directory, holder, remedy));
  }
}
