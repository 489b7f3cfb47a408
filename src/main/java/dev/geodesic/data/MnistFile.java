package dev.geodesic.data;

import dev.geodesic.trial.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The four files of MNIST, as LeCun, Cortes and Burges published them, uncompressed. */
public enum MnistFile {
  TRAIN_IMAGES(
      "train-images-idx3-ubyte",
      47_040_016,
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  TRAIN_LABELS(
      "train-labels-idx1-ubyte",
      60_008,
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  TEST_IMAGES(
      "t10k-images-idx3-ubyte",
      7_840_016,
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  TEST_LABELS(
      "t10k-labels-idx1-ubyte",
      10_008,
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private final String fileName;
  private final int bytes;
  private final String sha256;

  MnistFile(String fileName, int bytes, String sha256) {
    this.fileName = fileName;
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /** The name that it was published under. */
  public String fileName() {
    return fileName;
  }

  /** All names, for a message. */
  static String fileNames() {
    return Arrays.stream(values()).map(MnistFile::fileName).collect(Collectors.joining(", "));
  }

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

  /** Copies this file out of {@code in} to {@code target}, and not much more than its length. */
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
