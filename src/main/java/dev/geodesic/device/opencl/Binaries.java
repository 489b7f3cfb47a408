package dev.geodesic.device.opencl;

import dev.geodesic.machine.CacheDirectory;
import dev.geodesic.trial.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Compiled kernels in files, so that a process need not compile what another one has. A file is a
 * hash of what follows, and the driver's binary: what cannot be read or written is compiled.
 */
record Binaries(Path folder) {
  /** Bytes of the hash. */
  private static final int HASH = 32;

  /** What decides the content of a binary. */
  record Key(String hash) {
    static Key of(OpenClCard card, String options, String source) {
      return new Key(
          ContentHash.of(
              String.join("\n", card.platform(), card.name(), card.driver(), options, source)));
    }
  }

  static Binaries ofUser() {
    return new Binaries(CacheDirectory.ofUser().resolve("kernels"));
  }

  private Path file(Key key) {
    return folder.resolve(key.hash() + ".bin");
  }

  /** Returns a binary; empty if there is none that is whole. */
  Optional<byte[]> read(Key key) {
    byte[] content;
    try {
      content = Files.readAllBytes(file(key));
    } catch (IOException e) {
      return Optional.empty();
    }
    if (content.length <= HASH) {
      return Optional.empty();
    }
    byte[] binary = Arrays.copyOfRange(content, HASH, content.length);
    return Arrays.equals(hash(binary), Arrays.copyOf(content, HASH))
        ? Optional.of(binary)
        : Optional.empty();
  }

  /** Writes a binary, which appears whole or not at all. */
  void write(Key key, byte[] binary) {
    try {
      Files.createDirectories(folder);
      Path arriving = Files.createTempFile(folder, ".arriving-", ".bin");
      try {
        byte[] content = Arrays.copyOf(hash(binary), HASH + binary.length);
        System.arraycopy(binary, 0, content, HASH, binary.length);
        Files.write(arriving, content);
        Files.move(arriving, file(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(arriving);
      }
    } catch (IOException e) {
      // The next process compiles once more.
    }
  }

  private static byte[] hash(byte[] binary) {
    return ContentHash.digest().digest(binary);
  }
}
