package dev.geodesic.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;

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
        ProcessorFacts.model(),
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
}
