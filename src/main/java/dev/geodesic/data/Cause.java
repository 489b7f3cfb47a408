package dev.geodesic.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Describes an exception in a few words on one line. */
final class Cause {
  private Cause() {}

  /**
   * Returns the exception's message, preceded by the kind of exception where the message is only
   * the name of a host or a file.
   */
  static String of(Throwable trouble) {
    String message = trouble.getMessage() == null ? "" : trouble.getMessage().strip();
    if (trouble instanceof EOFException && !message.contains(" ")) {
      return "it is cut off";
    }
    if (message.contains(" ")) {
      return message.replaceAll("\\s+", " ").replaceFirst("\\.$", "");
    }
    if (message.isEmpty() && trouble.getCause() != null) {
      return of(trouble.getCause());
    }
    return message.isEmpty() ? kind(trouble) : kind(trouble) + " " + message;
  }

  /** Returns the cause without the file's name, for messages that name the file themselves. */
  static String withoutFile(IOException trouble) {
    if (trouble instanceof FileSystemException inFile) {
      return inFile.getReason() == null ? kind(inFile) : inFile.getReason();
    }
    return of(trouble);
  }

  /** Returns the exception's class in words: {@code UnknownHostException} is "unknown host". */
  private static String kind(Throwable trouble) {
    return trouble
        .getClass()
        .getSimpleName()
        .replaceFirst("(Exception|Error)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
