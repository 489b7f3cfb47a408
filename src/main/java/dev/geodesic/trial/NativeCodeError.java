package dev.geodesic.trial;

import java.io.File;

/** Native code that this process cannot use. */
public final class NativeCodeError extends LinkageError {
  private static final long serialVersionUID = 1L;
  private static final double MEGA = 1e6;

  /**
   * What is wrong.
   *
   * @param message with the remedy
   */
  public NativeCodeError(String message) {
    super(message);
  }

  /**
   * It cannot be loaded. Libraries bring it in their jars: it is unpacked into a folder, which
   * takes room and rights, and mapped from there to be executed, which a file system may forbid.
   *
   * @param library that brings it
   * @param folder that it is unpacked into
   * @param property of Java that names another folder
   */
  public NativeCodeError(String library, String folder, String property, Throwable cause) {
    super(
        "Cannot load the native code of %s from %s (%s); that folder must be writable, have room (%.0f MB are free) and not be mounted noexec: mend that, or name another with -D%s=DIR in GEODESIC_JAVA_OPTS, or in spark.executor.extraJavaOptions for the executors of a cluster"
            .formatted(library, folder, reason(cause), free(folder) / MEGA, property),
        cause);
  }

  /** What the innermost cause says, without the name of the file that stands before it. */
  private static String reason(Throwable trouble) {
    String words = ErrorText.message(ErrorText.innermost(trouble));
    return words.replaceFirst("^(Exception [\\w.]+: )?(/\\S+: )+", "");
  }

  private static double free(String folder) {
    return new File(folder).getUsableSpace();
  }
}
