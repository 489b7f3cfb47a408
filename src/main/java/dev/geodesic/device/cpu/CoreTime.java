package dev.geodesic.device.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Measures how long a core has worked for a thread. On an idle machine that equals wall time; on a
 * busy one, the core's work for other threads does not count.
 */
public final class CoreTime {
  /** The shortest span worth measuring, as reading the clock takes some hundred nanoseconds. */
  public static final long WORTHWHILE_NANOSECONDS = 200_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CoreTime() {}

  /** Returns the calling thread's core time in nanoseconds, from an arbitrary origin. */
  public static long nanoseconds() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
