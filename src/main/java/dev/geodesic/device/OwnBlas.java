package dev.geodesic.device;

import dev.geodesic.device.cpu.CpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The BLAS of this process's jars, for other libraries in it that would else bring one more. */
public final class OwnBlas {
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern LIBRARY =
      Pattern.compile("(?m) (/.*/org/bytedeco/openblas/.*/libopenblas\\.so[.0-9]*)$");

  private OwnBlas() {}

  /**
   * The file that it was loaded from, with one thread a caller; none where this system does not
   * tell.
   *
   * @throws NativeCodeError if it cannot be loaded
   */
  public static Optional<String> file() {
    new CpuDevice().close();
    try {
      return LIBRARY
          .matcher(Files.readString(LOADED))
          .results()
          .map((MatchResult found) -> found.group(1))
          .findFirst();
    } catch (IOException e) {
      // Only Linux tells, and there is no native code of ours for anything else.
      return Optional.empty();
    }
  }
}
