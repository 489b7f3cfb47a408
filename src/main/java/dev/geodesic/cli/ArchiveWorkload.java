package dev.geodesic.cli;

import java.util.List;

/**
 * Runs the usual commands on a sweep in one process. The launcher archives the classes that this
 * loads for faster starts (application class-data sharing, JEP 350).
 */
final class ArchiveWorkload {
  private ArchiveWorkload() {}

  /**
   * Runs the commands, and ends the JVM with the exit code of the first that fails.
   *
   * @param arguments a conf and its results directory
   */
  public static void main(String[] arguments) {
    Surroundings.settle(System.getenv());
    StandardOutput.install();
    String conf = arguments[0];
    String results = arguments[1];
    List<String[]> commands =
        List.of(
            new String[] {"run", conf, "--results", results},
            new String[] {"query", results, "best"},
            new String[] {
              "query", results, "SELECT count(*) FROM curves JOIN trials USING (trial_id)"
            },
            new String[] {"query", "--schema"},
            new String[] {"report", results},
            new String[] {"plan", conf, "--results", results},
            new String[] {"data", "info", "--help"});
    for (String[] command : commands) {
      int exitCode = Geodesic.execute(command);
      if (exitCode != 0) {
        System.exit(exitCode);
      }
    }
    System.exit(0);
  }
}
