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
 * What all commands print to. Where it cannot be written, whoever prints hears of it: a {@link
 * PrintStream} keeps that to itself, and half an answer would pass for a whole one.
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

  /** It cannot be written. */
  static final class Lost extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    Lost(IOException cause) {
      super("Cannot write to standard output: " + cause.getMessage(), cause);
    }
  }

  /** Takes the place of {@link System#out}. */
  static synchronized void install() {
    System.out.flush();
    installed = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(printing(installed));
  }

  /** As {@link System#out} prints. */
  static PrintStream printing(StandardOutput output) {
    String encoding =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return new PrintStream(
        new BufferedOutputStream(output),
        true,
        encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
  }

  /** From now on nobody who prints hears of trouble: there is more at stake than what they say. */
  static synchronized void bePatient() {
    if (installed != null) {
      installed.goOn();
    }
  }

  synchronized void goOn() {
    isPatient = true;
  }

  /**
   * Whether all that was printed was written, to be asked at the end.
   *
   * @throws Lost if not, and nobody has heard of it
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

  /** Whether its reader may be gone, as {@code head} is when it has what it wants. */
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
