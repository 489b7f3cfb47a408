package dev.geodesic.proof;

/** Reports that a process did not answer; its message is a clause about the process. */
final class ProcessFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ProcessFailedException(String clause) {
    super(clause);
  }
}
