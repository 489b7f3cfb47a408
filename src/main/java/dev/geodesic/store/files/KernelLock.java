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

/** A lock that the kernel holds for this process and drops with it, however it ends. */
final class KernelLock implements ResultsLock {
  private static final Logger LOG = LoggerFactory.getLogger(KernelLock.class);

  /**
   * Who in this process holds which file. Asked first: POSIX drops a process's lock as soon as any
   * channel of it on the file is closed, also one that was opened only to try.
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

  /** Asks the kernel: {@code FileChannel::tryLock}, but in tests. */
  interface Attempt {
    @Nullable FileLock on(FileChannel channel) throws IOException;
  }

  /** A lock, or none where the file system, such as NFS, Lustre or FUSE, was set up without. */
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

  /** Another's lock is no trouble of the file system: an exception is. */
  private static boolean isTaken(FileChannel channel, Attempt attempt) throws NoLocks {
    try {
      return attempt.on(channel) != null;
    } catch (IOException e) {
      throw new NoLocks(e);
    }
  }

  /** The file system refuses locks: ENOLCK, ENOSYS, EOPNOTSUPP. */
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

  /** The file stays: a second run that opens it while it is deleted would lock a ghost. */
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
