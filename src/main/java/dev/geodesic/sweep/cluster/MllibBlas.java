package dev.geodesic.sweep.cluster;

import dev.geodesic.device.OwnBlas;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/**
 * Gives netlib, through which MLlib reaches BLAS, LAPACK and ARPACK, the BLAS that this process has
 * loaded already; the others, which a linear fit does not use, stay in Java. By itself it loads the
 * machine's {@code libblas.so.3}, where there is one: two OpenBLAS of different versions resolve
 * each other's symbols, and the process dies.
 */
public final class MllibBlas {
  private static final String DEFAULT_OPTIONS = "spark.executor.defaultJavaOptions";
  private static final String BLAS = "dev.ludovic.netlib.blas.nativeLibPath";

  /** Names of netlib's own: the library that each of its parts loads. */
  private static final List<String> LIBRARIES =
      List.of(
          BLAS,
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

  private MllibBlas() {}

  /**
   * Has it so in this process, before its first use of MLlib, unless the user named a library.
   * Where ours cannot be loaded, MLlib's own Java does.
   */
  public static synchronized void settle() {
    for (String library : LIBRARIES) {
      if (System.getProperty(library) == null) {
        System.setProperty(library, NONE);
      }
    }
    if (NONE.equals(System.getProperty(BLAS))) {
      try {
        OwnBlas.file().ifPresent(file -> System.setProperty(BLAS, file));
      } catch (LinkageError e) {
        // A device that trains says so itself.
        return;
      }
    }
  }

  /**
   * Keeps netlib in the executors of an application that is about to start from all libraries,
   * until {@link #settle} is called there.
   */
  public static void keepFromExecutors(SparkConf conf) {
    String options =
        LIBRARIES.stream()
            .map(library -> "-D%s=%s".formatted(library, NONE))
            .collect(Collectors.joining(" ", "", " " + ROOM_FOR_PRELOADED));
    // Spark puts them before those of spark.executor.extraJavaOptions, of which the last counts.
    conf.set(DEFAULT_OPTIONS, (options + " " + conf.get(DEFAULT_OPTIONS, "")).strip());
  }
}
