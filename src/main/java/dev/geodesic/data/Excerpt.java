package dev.geodesic.data;

import dev.geodesic.trial.Listing;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Quotes contents and names of files so that any of them fits on one line of a message. */
final class Excerpt {
  private static final int LONGEST = 60;

  private Excerpt() {}

  /** Returns the start of some bytes of text, in quotation marks. */
  static String of(byte[] bytes, int length) {
    // A character has at most four bytes, so more of a long word need not be decoded.
    int looked = Math.min(length, 4 * (LONGEST + 1));
    String text = new String(bytes, 0, looked, StandardCharsets.UTF_8);
    int shown =
        text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    boolean cut = shown < text.length() || looked < length;
    return "\"" + oneLine(text.substring(0, shown)) + (cut ? "...\"" : "\"");
  }

  /** Returns the start of a text, in quotation marks. */
  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, bytes.length);
  }

  /** Lists names, each with an escape for every invisible character. */
  static String list(List<String> names) {
    return Listing.of(names.stream().map(Excerpt::oneLine).toList());
  }

  /** Returns {@code text} with an escape for every invisible character. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isVisible(character)) {
                line.appendCodePoint(character);
              } else {
                line.append("\\u%04x".formatted(character));
              }
            });
    return line.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
