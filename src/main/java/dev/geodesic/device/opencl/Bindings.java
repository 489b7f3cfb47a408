package dev.geodesic.device.opencl;

import dev.geodesic.device.cpu.NativeLibraries;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencl.global.OpenCL;
import org.jspecify.annotations.Nullable;

/**
 * JavaCPP's bindings of OpenCL, which this process loads once. With them comes the loader that
 * finds the drivers of the machine.
 */
final class Bindings {
  private static boolean isLoaded;

  /** The first failure, which alone names the cause. */
  private static final AtomicReference<@Nullable LinkageError> TROUBLE = new AtomicReference<>();

  private Bindings() {}

  /**
   * Loads the bindings.
   *
   * @throws LinkageError if they cannot be loaded
   */
  static synchronized void load() {
    LinkageError before = TROUBLE.get();
    if (before != null) {
      throw before;
    }
    if (isLoaded) {
      return;
    }
    NativeLibraries.choose();
    try {
      Loader.load(OpenCL.class);
      isLoaded = true;
    } catch (LinkageError e) {
      TROUBLE.set(e);
      throw e;
    }
  }
}
