package dev.geodesic.proof;

import java.io.Serializable;
import java.time.Duration;

/** Work for a process of its own. */
interface Task<V extends Serializable> extends Serializable {
  /**
   * Does the work.
   *
   * @param progress is told what is about to begin
   */
  V run(Progress progress);

  /** Returns how long it may take, whatever progress it makes. */
  default Duration most() {
    return Duration.ofMinutes(10);
  }

  /** Returns the memory that it needs. The process is beside one that has what it was given. */
  default long bytes() {
    return 512L << 20;
  }

  /** Tells the process that waits how far the work is. */
  interface Progress {
    /** Says that something begins, in words that follow on "in". */
    void at(String what);
  }
}
