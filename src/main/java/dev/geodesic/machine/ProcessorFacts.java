package dev.geodesic.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Linux tells of the processor of this machine. */
public final class ProcessorFacts {
  private static final Path FACTS = Path.of("/proc/cpuinfo");

  private ProcessorFacts() {}

  /** Returns the name of its model, or of its architecture where there is none. */
  public static String model() {
    return line("model name").orElse(System.getProperty("os.arch"));
  }

  /** Returns the names of its features, separated by spaces; none where they are not told. */
  public static String flags() {
    return line("flags").orElse("");
  }

  private static Optional<String> line(String key) {
    try (var lines = Files.lines(FACTS, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
