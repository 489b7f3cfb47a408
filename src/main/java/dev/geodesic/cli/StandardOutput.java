package dev.geodesic.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of all commands. Where it cannot be written, it throws to whoever prints: a
 * {@link PrintStream} hides errors, and half an answer would look like a whole one.
 */
final class StandardOutput extends OutputStream {
  private static final Path LINK = Path.of("/proc/self/fd/1");

  private static @Nullable StandardOutput installed;

  private final OutputStream out;
  private boolean isPatient;
  private @Nullable IOException trouble;
  private boolean isTold;

  StandardOutput(OutputStream out) {
    this.out = out;
  }

  /** The error that standard output cannot be written. */
  static final class Lost extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Lost(IOException cause) {
      super("Cannot write to standard output: " + cause.getMessage(), cause);
    }
  }

  /** Replaces {@link System#out}. */
  static synchronized void install() {
    System.out.flush();
    installed = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(printing(installed));
  }

  /** Returns a stream that prints to {@code output} in the encoding of {@link System#out}. */
  static PrintStream printing(StandardOutput output) {
    String encoding =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return new PrintStream(
        new BufferedOutputStream(output),
        true,
        encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
  }

  /** Throws no errors from now on, for a run that must not end because of its output. */
  static synchronized void bePatient() {
    if (installed != null) {
      installed.goOn();
    }
  }

  synchronized void goOn() {
    isPatient = true;
  }

  /**
   * Checks at the end of the program that all output was written.
   *
   * @throws Lost if it was not, and that has not been thrown before
   */
  static synchronized void check() {
    System.out.flush();
    if (installed != null) {
      installed.checkNow();
    }
  }

  synchronized void checkNow() {
    if (trouble != null && !isTold) {
      isTold = true;
      throw new Lost(trouble);
    }
  }

  /** Whether the output is a pipe, whose reader may have gone, as {@code head} does. */
  static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(LINK).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (trouble == null) {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        trouble = e;
        if (!isPatient) {
          checkNow();
        }
      }
    }
  }
}
