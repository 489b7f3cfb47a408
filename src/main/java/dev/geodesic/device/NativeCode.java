package dev.geodesic.device;

import dev.geodesic.trial.NativeCodeError;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Loads native code, which JavaCPP unpacks once for a process. */
final class NativeCode {
  private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  /**
   * The first failure of OpenBLAS and ND4J, which names the cause; Java's errors at later uses of
   * the class do not.
   */
  private static final AtomicReference<@Nullable NativeCodeError> FIRST = new AtomicReference<>();

  private static volatile boolean isLoaded;

  private NativeCode() {}

  /**
   * Runs code that needs OpenBLAS or ND4J, and returns its result.
   *
   * @throws NativeCodeError if the native code cannot be loaded
   */
  static <V> V needed(Supplier<V> opening) {
    if (isLoaded) {
      return open(opening);
    }
    // One thread after the other: a class whose loading failed names its cause to the first alone.
    synchronized (NativeCode.class) {
      NativeCodeError before = FIRST.get();
      if (before != null) {
        // JavaCPP may have turned to libraries of the machine then: a BLAS among them is no cause.
        throw before;
      }
      ForeignBlas.refuse();
      V opened = open(opening);
      isLoaded = true;
      return opened;
    }
  }

  /**
   * Runs code that needs the bindings of OpenCL, and returns its result.
   *
   * @throws NativeCodeError if they cannot be loaded
   */
  static <V> V opencl(Supplier<V> opening) {
    try {
      return opening.get();
    } catch (LinkageError e) {
      throw inOurWords("the OpenCL bindings", e);
    }
  }

  private static <V> V open(Supplier<V> opening) {
    try {
      return opening.get();
    } catch (LinkageError e) {
      NativeCodeError error = inOurWords("OpenBLAS and ND4J", e);
      NativeCodeError first = FIRST.compareAndExchange(null, error);
      throw first == null ? error : first;
    }
  }

  private static NativeCodeError inOurWords(String library, LinkageError error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NativeCodeError told) {
        return told;
      }
    }
    return new NativeCodeError(library, folder(), FOLDER, error);
  }

  private static String folder() {
    try {
      return Loader.getCacheDir().getPath();
    } catch (IOException e) {
      return String.valueOf(System.getProperty(FOLDER));
    }
  }
}
