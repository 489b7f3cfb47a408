package dev.geodesic.store.run;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A computer.
 *
 * @param host its host name
 * @param cores that this process may use
 * @param memoryBytes of physical memory
 * @param processor as it names itself, or its architecture
 * @param system operating system and version
 */
public record Machine(String host, int cores, long memoryBytes, String processor, String system) {

  /** Describes the computer that runs this process. */
  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        hostName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        processorName(),
        system.getName() + " " + system.getVersion());
  }

  /** Returns the host name of the computer that runs this process. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static String processorName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
