package dev.geodesic.trial;

import java.io.File;

/** The error that this process cannot use some native code. */
public final class NativeCodeError extends LinkageError {
  private static final long serialVersionUID = 1L;
  private static final double MEGA = 1e6;

  /**
   * Creates an error with a message.
   *
   * @param message what is wrong, and the remedy
   */
  public NativeCodeError(String message) {
    super(message);
  }

  /**
   * Creates the error that native code cannot be loaded. It comes in the jar of a library, is
   * unpacked into a folder, which needs space and write permission, and is mapped from there as
   * executable, which a file system may forbid.
   *
   * @param library whose jar holds the native code
   * @param folder that it is unpacked into
   * @param property of Java that names another folder
   * @param cause why it cannot be loaded
   */
  public NativeCodeError(String library, String folder, String property, Throwable cause) {
    super(
        "Cannot load the native code of %s from %s (%s); that folder must be writable, have room (%.0f MB are free) and not be mounted noexec: mend that, or name another with -D%s=DIR in GEODESIC_JAVA_OPTS, or in spark.executor.extraJavaOptions for the executors of a cluster"
            .formatted(library, folder, reason(cause), free(folder) / MEGA, property),
        cause);
  }

  /** Returns the message of the innermost cause, without the file name at its beginning. */
  private static String reason(Throwable trouble) {
    String words = ErrorText.message(ErrorText.innermost(trouble));
    return words.replaceFirst("^(Exception [\\w.]+: )?(/\\S+: )+", "");
  }

  private static double free(String folder) {
    return new File(folder).getUsableSpace();
  }
}
