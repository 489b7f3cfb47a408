package dev.geodesic.device.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * How long a core has worked for a thread. On an idle machine it passes as the time of day does; on
 * a busy one, what the core does for others does not count.
 */
public final class CoreTime {
  /** Reading it takes some hundred nanoseconds: what is measured should take this long, or more. */
  public static final long WORTHWHILE_NANOSECONDS = 200_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CoreTime() {}

  /** For the calling thread so far, from some beginning. */
  public static long nanoseconds() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
