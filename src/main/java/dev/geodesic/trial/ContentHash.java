package dev.geodesic.trial;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal: the identity of trials, packs and data sets. */
public final class ContentHash {
  private ContentHash() {}

  /** The hash of a text's UTF-8 bytes. */
  public static String of(String text) {
    return hex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A digest to feed piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The text form of a finished digest. */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
