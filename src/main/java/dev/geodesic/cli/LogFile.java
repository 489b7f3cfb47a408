package dev.geodesic.cli;

/** Where the log of this run lies; the launcher says so in a system property. */
final class LogFile {
  static final String PROPERTY = "geodesic.log";

  private LogFile() {}

  /** Points to the log at the end of a message, where there is one. */
  static String pointer() {
    String file = System.getProperty(PROPERTY);
    return file == null ? "" : " (details in " + file + ")";
  }
}
