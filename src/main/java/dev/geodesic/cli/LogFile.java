package dev.geodesic.cli;

/** The log file of this run, whose path the launcher passes in a system property. */
final class LogFile {
  static final String PROPERTY = "geodesic.log";

  private LogFile() {}

  /** Returns the end of a message that points to the log; empty where there is none. */
  static String pointer() {
    String file = System.getProperty(PROPERTY);
    return file == null ? "" : " (details in " + file + ")";
  }
}
