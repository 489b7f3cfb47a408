package dev.geodesic.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The exit codes in help texts: each is a code, a colon and its meaning, as picocli wants it. */
final class ExitCodes {
  static final String HEADING = "%nExit codes:%n";

  static final String DONE = "0:done";
  static final String OWN_ERROR = "1:an internal error";
  static final String WRONG_REQUEST = "2:the request is wrong: usage, conf, data or results";
  static final String INTERRUPTED = "130:interrupted (143 by SIGTERM, 129 by SIGHUP)";

  private ExitCodes() {}

  /**
   * Adds the exit codes to the help of a command and its subcommands, if they have none of their
   * own.
   */
  static void describe(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    if (usage.exitCodeList().isEmpty()) {
      Map<String, String> codes = new LinkedHashMap<>();
      for (String code : List.of(DONE, OWN_ERROR, WRONG_REQUEST, INTERRUPTED)) {
        int colon = code.indexOf(':');
        codes.put(code.substring(0, colon), code.substring(colon + 1));
      }
      usage.exitCodeListHeading(HEADING).exitCodeList(codes);
    }
    command.getSubcommands().values().forEach(ExitCodes::describe);
  }

  /** The exit codes of {@code run}. */
  static final class Run {
    static final String DONE = "0:every trial ended COMPLETED, DIVERGED or STOPPED";
    static final String FAILED = "1:some trial FAILED or could not be run, or an internal error";
    static final String OUT_OF_TIME =
        "3:the time budget ended before the sweep; the same command goes on";
    static final String INTERRUPTED =
        "130:interrupted (143 by SIGTERM, 129 by SIGHUP); what was finished is kept, and the same command goes on";

    private Run() {}
  }
}
