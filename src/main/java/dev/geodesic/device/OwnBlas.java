package dev.geodesic.device;

import dev.geodesic.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the BLAS of our jars, for other libraries in this process that would else load another. */
public final class OwnBlas {
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern LIBRARY =
      Pattern.compile("(?m) (/.*/org/bytedeco/openblas/.*/libopenblas\\.so[.0-9]*)$");

  private OwnBlas() {}

  /**
   * Loads the BLAS, set to one thread for each caller, and returns its file; empty where the system
   * does not list loaded files.
   *
   * @throws dev.geodesic.trial.NativeCodeError if it cannot be loaded
   */
  public static Optional<String> file() {
    NativeCode.needed(CpuDevice::new).close();
    try {
      return LIBRARY
          .matcher(Files.readString(LOADED))
          .results()
          .map((MatchResult found) -> found.group(1))
          .findFirst();
    } catch (IOException e) {
      // Only Linux has this file, and our native code is for Linux alone.
      return Optional.empty();
    }
  }
}
