package dev.geodesic.device;

import java.util.List;

/**
 * Gives netlib, through which MLlib reaches BLAS, LAPACK and ARPACK, the BLAS that this process has
 * loaded already; the others, which a linear fit does not use, stay in Java. By itself it loads the
 * machine's {@code libblas.so.3}, where there is one: two OpenBLAS of different versions resolve
 * each other's symbols, and the process dies.
 */
public final class NetlibBlas {
  /** A path that exists on no machine, because {@code /dev/null} is not a directory. */
  public static final String NONE = "/dev/null/none";

  private static final String BLAS = "dev.ludovic.netlib.blas.nativeLibPath";

  /** Names of netlib's own: the library that each of its parts loads. */
  public static final List<String> LIBRARIES =
      List.of(
          BLAS,
          "dev.ludovic.netlib.lapack.nativeLibPath",
          "dev.ludovic.netlib.arpack.nativeLibPath");

  private NetlibBlas() {}

  /**
   * Sets the BLAS of netlib in this process, unless the user named a library; must be called before
   * the first use of netlib. Where our BLAS cannot be loaded, as beside another, netlib uses what
   * it has: that other one, or its own code in Java.
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
}
