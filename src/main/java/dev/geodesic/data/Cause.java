package dev.geodesic.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Says in a few words, on one line, what an exception means. */
final class Cause {
  private Cause() {}

  /**
   * The exception's own message; with the kind of trouble before it where the message is a mere
   * name, of a host or a file.
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

  /** The cause without the name of the file, for messages that name the file themselves. */
  static String withoutFile(IOException trouble) {
    if (trouble instanceof FileSystemException inFile) {
      return inFile.getReason() == null ? kind(inFile) : inFile.getReason();
    }
    return of(trouble);
  }

  /** {@code UnknownHostException} is unknown host. */
  private static String kind(Throwable trouble) {
    return trouble
        .getClass()
        .getSimpleName()
        .replaceFirst("(Exception|Error)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
