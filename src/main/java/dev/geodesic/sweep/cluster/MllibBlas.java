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

  /** A path that exists on no machine, because {@code /dev/null} is not a directory. */
  private static final String NONE = "/dev/null/none";

  /**
   * A preloaded BLAS needs more stack than Java gives the thread that waits for a child process;
   * without this option, whoever started a process would wait for ever.
   */
  private static final String ROOM_FOR_PRELOADED =
      "-Djdk.lang.processReaperUseDefaultStackSize=true";

  private MllibBlas() {}

  /**
   * Sets the BLAS of MLlib in this process, unless the user named a library; must be called before
   * the first use of MLlib. Where our BLAS cannot be loaded, MLlib uses its own code in Java.
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
        // The device reports that when it trains.
        return;
      }
    }
  }

  /**
   * Has netlib load no native library in the executors of an application that is about to start,
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
