package dev.geodesic.proof;

import java.io.Serializable;

/** Work for a process of its own. */
interface Task<V extends Serializable> extends Serializable {
  /**
   * Does the work.
   *
   * @param progress is told what is about to begin
   */
  V run(Progress progress);

  /** Tells the process that waits how far the work is. */
  interface Progress {
    /** Says that something begins, in words that follow on "in". */
    void at(String what);
  }
}
