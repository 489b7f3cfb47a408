package dev.geodesic.proof;

/** Reports that a process did not answer; its message is a clause about the process. */
final class ProcessFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the failure says of the work. */
  enum Meaning {
    /** That it fails: the process crashed, or threw. */
    FAILS,

    /** That it fails at present: it took too long, lacked memory, or was killed. */
    FAILS_NOW,

    /** Nothing: no process could be started, or nobody waits for it any more. */
    NOTHING
  }

  private final Meaning meaning;

  ProcessFailedException(Meaning meaning, String clause) {
    super(clause);
    this.meaning = meaning;
  }

  Meaning meaning() {
    return meaning;
  }

  /** Returns the message. */
  String clause() {
    return String.valueOf(getMessage());
  }
}
