package dev.geodesic.proof;

import dev.geodesic.trial.ContentHash;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;

/** The version of this program, exactly: a hash of its jar. */
final class ProgramHash {
  private static final String NONE = "development";

  private ProgramHash() {}

  /** Returns the hash; {@code development} where the classes are not in a jar. */
  static String get() {
    CodeSource source = ProgramHash.class.getProtectionDomain().getCodeSource();
    try {
      Path jar = source == null ? null : Path.of(source.getLocation().toURI());
      return jar != null && Files.isRegularFile(jar) ? hash(jar) : NONE;
    } catch (IOException | URISyntaxException e) {
      return NONE;
    }
  }

  private static String hash(Path jar) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(jar), ContentHash.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return ContentHash.hex(in.getMessageDigest().digest());
    }
  }
}
