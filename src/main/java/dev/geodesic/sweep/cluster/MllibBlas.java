package dev.geodesic.sweep.cluster;

import dev.geodesic.device.NetlibBlas;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/** Settles the one BLAS of a process where MLlib runs: see {@link NetlibBlas}. */
public final class MllibBlas {
  private static final String DEFAULT_OPTIONS = "spark.executor.defaultJavaOptions";

  /**
   * A preloaded BLAS needs more stack than Java gives the thread that waits for a child process;
   * without this option, whoever started a process would wait for ever.
   */
  private static final String ROOM_FOR_PRELOADED =
      "-Djdk.lang.processReaperUseDefaultStackSize=true";

  private MllibBlas() {}

  /** Sets the BLAS of MLlib in this process; must be called before the first use of MLlib. */
  public static void settle() {
    NetlibBlas.settle();
  }

  /**
   * Has netlib load no native library in the executors of an application that is about to start,
   * until {@link #settle} is called there.
   */
  public static void keepFromExecutors(SparkConf conf) {
    String options =
        NetlibBlas.LIBRARIES.stream()
            .map(library -> "-D%s=%s".formatted(library, NetlibBlas.NONE))
            .collect(Collectors.joining(" ", "", " " + ROOM_FOR_PRELOADED));
    // Spark puts them before those of spark.executor.extraJavaOptions, of which the last counts.
    conf.set(DEFAULT_OPTIONS, (options + " " + conf.get(DEFAULT_OPTIONS, "")).strip());
  }
}
