package dev.geodesic.store.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lock that the kernel keeps for this process until it ends, in whatever way. */
final class KernelLock implements ResultsLock {
  private static final Logger LOG = LoggerFactory.getLogger(KernelLock.class);

  /**
   * Holders in this process by lock file. It is asked first, as POSIX drops the lock of a process
   * when any of its channels on the file is closed, even one that was opened only to try.
   */
  private static final Map<Path, String> HELD_HERE = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final @Nullable Object fileKey;

  private KernelLock(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Asks the kernel for a lock: {@code FileChannel::tryLock}, except in tests. */
  interface Attempt {
    @Nullable FileLock on(FileChannel channel) throws IOException;
  }

  /** Takes the lock; returns {@link NoLock} on a file system, such as NFS, set up without locks. */
  static ResultsLock acquire(Path lockFile, String holder, Attempt attempt) throws IOException {
    Path file = directoryOf(lockFile).toRealPath().resolve(FILE);
    String here = HELD_HERE.putIfAbsent(file, holder);
    if (here != null) {
      throw refused(file, here);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isTaken(channel, attempt)) {
        throw refused(file, Files.readString(file));
      }
      channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
      return new KernelLock(file, channel);
    } catch (NoLocks e) {
      LOG.warn("{} cannot be locked", file, e);
      release(file, channel);
      return new NoLock(directoryOf(file).toString());
    } catch (IOException | RuntimeException e) {
      release(file, channel);
      throw e;
    }
  }

  /** Whether this process got the lock; throws NoLocks if the file system has no locks. */
  private static boolean isTaken(FileChannel channel, Attempt attempt) throws NoLocks {
    try {
      return attempt.on(channel) != null;
    } catch (IOException e) {
      throw new NoLocks(e);
    }
  }

  /** Says that the file system refuses locks: ENOLCK, ENOSYS, EOPNOTSUPP. */
  private static final class NoLocks extends IOException {
    private static final long serialVersionUID = 1L;

    NoLocks(IOException cause) {
      super(cause);
    }
  }

  private static RuntimeException refused(Path file, String holder) {
    return ResultsLock.refused(
        directoryOf(file), holder.isBlank() ? "another process" : holder, "wait for it or stop it");
  }

  private static Path directoryOf(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null ? file : directory;
  }

  /** A process that sleeps keeps its lock; a file that was deleted may have a successor. */
  @Override
  public void verify() throws IOException {
    if (!channel.isOpen() || !isThisFile()) {
      throw new IOException(
          "The lock of the results is no longer this run's, got: %s deleted or replaced; another run may have begun"
              .formatted(file));
    }
  }

  private boolean isThisFile() throws IOException {
    return Files.exists(file)
        && Objects.equals(fileKey, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  /** Leaves the file: a run that opens it while it is deleted would lock a file that is gone. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.truncate(0);
      release(file, channel);
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
