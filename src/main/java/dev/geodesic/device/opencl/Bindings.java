package dev.geodesic.device.opencl;

import dev.geodesic.device.cpu.NativeLibraries;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencl.global.OpenCL;
import org.jspecify.annotations.Nullable;

/** JavaCPP's bindings of OpenCL, which this process loads once. */
final class Bindings {
  private static final String LOADER = "libOpenCL.so";

  private static boolean isLoaded;

  /** The first failure, which alone names the cause. */
  private static final AtomicReference<@Nullable LinkageError> TROUBLE = new AtomicReference<>();

  private Bindings() {}

  /**
   * Loads the bindings; false where the machine has no OpenCL.
   *
   * @throws LinkageError if it has, but they cannot be loaded
   */
  static synchronized boolean load() {
    if (!isLoaded && TROUBLE.get() == null) {
      NativeLibraries.choose();
      try {
        Loader.load(OpenCL.class);
        isLoaded = true;
      } catch (LinkageError e) {
        TROUBLE.set(e);
      }
    }
    LinkageError trouble = TROUBLE.get();
    if (trouble != null && !lacksLoader(trouble)) {
      throw trouble;
    }
    return isLoaded;
  }

  private static boolean lacksLoader(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains(LOADER)) {
        return true;
      }
    }
    return false;
  }
}
