package dev.geodesic.sweep.cluster;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * Keeps netlib, through which MLlib reaches BLAS, LAPACK and ARPACK, to its Java implementation. By
 * itself it loads the machine's {@code libblas.so.3}, where there is one, into the process in which
 * ours is loaded already: two OpenBLAS of different versions resolve each other's symbols, and the
 * process dies. Handed our own library it gains nothing that a fit shows: its iterations go into
 * Spark's jobs, not into products. Java's has the same bits on every processor.
 */
public final class JavaBlas {
  private static final String DEFAULT_OPTIONS = "spark.executor.defaultJavaOptions";

  /** Names of netlib's own: the library that each of its parts loads. */
  private static final List<String> LIBRARIES =
      List.of(
          "dev.ludovic.netlib.blas.nativeLibPath",
          "dev.ludovic.netlib.lapack.nativeLibPath",
          "dev.ludovic.netlib.arpack.nativeLibPath");

  /** No machine has it, as no file is a directory. */
  private static final String NONE = "/dev/null/none";

  /**
   * A BLAS that is preloaded takes more of a thread's stack than Java gives the one that waits for
   * a process, and whoever started one would wait for ever: it is to be told, and to end.
   */
  private static final String ROOM_FOR_PRELOADED =
      "-Djdk.lang.processReaperUseDefaultStackSize=true";

  private JavaBlas() {}

  /** Has it so in this process, before the first use of MLlib, unless the user named a library. */
  public static void keepTo() {
    for (String library : LIBRARIES) {
      if (System.getProperty(library) == null) {
        System.setProperty(library, NONE);
      }
    }
  }

  /** Has it so in the executors of an application that is about to start. */
  public static void keepExecutorsTo(SparkConf conf) {
    String options =
        LIBRARIES.stream()
            .map(library -> "-D%s=%s".formatted(library, NONE))
            .collect(Collectors.joining(" ", "", " " + ROOM_FOR_PRELOADED));
    // Spark puts them before those of spark.executor.extraJavaOptions, of which the last counts.
    conf.set(DEFAULT_OPTIONS, (options + " " + conf.get(DEFAULT_OPTIONS, "")).strip());
  }
}
