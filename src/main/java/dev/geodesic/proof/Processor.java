package dev.geodesic.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor of this machine. */
final class Processor {
  private static final String MODEL = "model name";

  private Processor() {}

  /** Returns the name of its model, as Linux has it, with the number of cores. */
  static String name() {
    String model;
    try {
      model =
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith(MODEL))
              .findFirst()
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      model = System.getProperty("os.arch");
    }
    return "%s, %d cores".formatted(model, Runtime.getRuntime().availableProcessors());
  }
}
