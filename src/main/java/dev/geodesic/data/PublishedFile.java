package dev.geodesic.data;

import dev.geodesic.trial.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;

/**
 * One file of a published data set, uncompressed.
 *
 * @param fileName the name that it was published under, without that of a compression
 * @param bytes its length
 * @param sha256 of its content, in hexadecimal
 */
public record PublishedFile(String fileName, long bytes, String sha256) {
  /** Whether {@code path} is a file with exactly the published content. */
  boolean matches(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) != bytes) {
      return false;
    }
    try (var in = new DigestInputStream(Files.newInputStream(path), ContentHash.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return ContentHash.hex(in.getMessageDigest().digest()).equals(sha256);
    }
  }

  /**
   * Copies this file from {@code in} to {@code target}.
   *
   * @throws IOException if {@code in} is longer than this file, soon after its length is exceeded
   */
  void copy(InputStream in, Path target) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(target)) {
      long copied = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        copied += read;
        if (copied > bytes) {
          throw new IOException(fileName + " must be %d bytes long, got: more".formatted(bytes));
        }
      }
    }
  }
}
