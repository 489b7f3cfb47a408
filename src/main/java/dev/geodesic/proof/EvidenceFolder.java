package dev.geodesic.proof;

import dev.geodesic.machine.CacheDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where processes keep what they know of devices, and wait for each other.
 *
 * @param path of the folder
 */
record EvidenceFolder(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceFolder.class);

  /** Others are not to say what a user's devices can do. */
  private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");

  /**
   * Returns a folder of the cache or, where that is read-only, one of the user's among the
   * temporary files, so that processes of a machine do not time the same thing side by side.
   */
  static EvidenceFolder of(Path cached, Path temporary) {
    if (isWritable(cached)) {
      return new EvidenceFolder(cached);
    }
    String user = System.getProperty("user.name");
    Path spare = temporary.resolve("geodesic-devices-" + user);
    try {
      Files.createDirectories(spare, PosixFilePermissions.asFileAttribute(MINE));
      if (Files.isDirectory(spare, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(spare).getName().equals(user)) {
        return new EvidenceFolder(spare);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("Cannot make {}", spare, e);
    }
    // Nothing is kept there, and nobody waits.
    return new EvidenceFolder(cached);
  }

  /** Returns the folder of the user's cache, whether it can be written or not. */
  static Path ofUser() {
    return CacheDirectory.ofUser().resolve("devices");
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Does work while no other process of this machine does so, where the file system has locks. */
  <V> V alone(Supplier<V> work) {
    synchronized (EvidenceFolder.class) {
      FileChannel lock = open();
      try {
        FileLock held = held(lock);
        LOG.debug("Holding {}", held);
        return work.get();
      } finally {
        close(lock);
      }
    }
  }

  private @Nullable FileChannel open() {
    try {
      return FileChannel.open(
          path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      LOG.warn("Cannot lock {}", path, e);
      return null;
    }
  }

  private @Nullable FileLock held(@Nullable FileChannel lock) {
    try {
      return lock == null ? null : lock.lock();
    } catch (IOException e) {
      LOG.warn("Cannot lock {}", path, e);
      return null;
    }
  }

  /** Frees the lock. That what was done is done is not for its close to deny. */
  private void close(@Nullable FileChannel lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("Cannot close the lock of {}", path, e);
    }
  }
}
