package dev.geodesic.proof;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.trial.ErrorText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionException;
import org.apache.commons.io.FileUtils;

/** The program of a process that does one {@link Task}. Its files are in its working directory. */
final class TaskMain {
  static final String TASK = "task";
  static final String PROGRESS = "progress";
  static final String ANSWER = "answer";

  /** The first line of what went wrong. */
  static final String TROUBLE = "trouble";

  /** Exit codes where something went wrong: for good, for now, or with files and native code. */
  static final int FAILS = 1;

  static final int FAILS_NOW = 3;
  static final int FILES_FAIL = 4;

  private TaskMain() {}

  public static void main(String[] arguments) throws IOException {
    endWithStarter();
    Path folder = Path.of("");
    try {
      Files.write(folder.resolve(ANSWER), bytes(read(folder.resolve(TASK)).run(TaskMain::at)));
    } catch (Throwable e) {
      e.printStackTrace();
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      Files.writeString(folder.resolve(TROUBLE), ErrorText.firstLine(cause.toString()));
      Runtime.getRuntime().halt(exitCode(cause));
    }
    // A driver may have threads, or fail while it is unloaded.
    Runtime.getRuntime().halt(0);
  }

  private static int exitCode(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError || cause instanceof DeviceLostException) {
        return FAILS_NOW;
      }
      // Native code is unpacked into files.
      if (cause instanceof IOException || cause instanceof LinkageError) {
        return FILES_FAIL;
      }
    }
    return FAILS;
  }

  /**
   * The process that started this one holds its input open for as long as it lives, and deletes the
   * working directory. Where it was killed, this one does.
   */
  private static void endWithStarter() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                // It has ended, too.
              }
              FileUtils.deleteQuietly(Path.of("").toAbsolutePath().toFile());
              Runtime.getRuntime().halt(FAILS);
            },
            "geodesic-starter");
    watch.setDaemon(true);
    watch.start();
  }

  private static Task<?> read(Path file) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
      return (Task<?>) in.readObject();
    }
  }

  static byte[] bytes(Serializable value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static void at(String what) {
    try {
      Files.writeString(
          Path.of(PROGRESS), what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
