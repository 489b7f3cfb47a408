package dev.geodesic.cli;

import dev.geodesic.check.PrimitiveSpeed;
import dev.geodesic.check.Verdict;
import dev.geodesic.proof.DeviceCheck;
import dev.geodesic.proof.StepCounts;
import dev.geodesic.store.run.Libraries;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the devices of this machine. */
@Command(
    name = DeviceCommand.NAME,
    description = "Check what trains the trials: whether it is right, and how fast.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  geodesic device check"},
    synopsisSubcommandLabel = "COMMAND")
final class DeviceCommand implements Runnable {
  static final String NAME = "device";

  private static final List<String> LIBRARIES =
      List.of("java", "javacpp", "nd4j", "openblas", "opencl");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
  }

  @Command(
      name = "check",
      description = {
        "Hold a device of this machine to its contract, and time it.",
        "",
        "Every primitive that training is made of, and every solver, runs on shapes and states that"
            + " are hard to get right, beside plain loops in float64. Then come the speeds of the"
            + " primitives that training spends its time in and, of an OpenCL device, how many"
            + " launches of kernels, uploads and reads a step of each optimizer takes."
      },
      exitCodeListHeading = ExitCodes.HEADING,
      exitCodeList = {
        "0:every primitive passes",
        "1:some primitive fails, or an internal error",
        "2:the request is wrong: usage, or an unavailable device",
        ExitCodes.INTERRUPTED
      },
      footer = {
        "",
        "Examples:",
        "  geodesic device check",
        "  geodesic device check --device opencl",
        "  geodesic device check --device opencl:1"
      },
      mixinStandardHelpOptions = true)
  int check(
      @Option(
              names = "--device",
              paramLabel = "DEVICE",
              defaultValue = "auto",
              converter = CheckedDevice.Converter.class,
              completionCandidates = DeviceConverter.Names.class,
              description =
                  "cpu, opencl, opencl:N for the N-th device of the machine's OpenCL drivers from 0"
                      + " on, or nd4j-cuda; auto is opencl where there is a GPU, else cpu (default:"
                      + " ${DEFAULT-VALUE}).")
          CheckedDevice checked) {
    PrintWriter out = spec.commandLine().getOut();
    try (DeviceCheck check = new DeviceCheck(checked.request(), checked.ordinal())) {
      out.println(check.line());
      out.println(DeviceTables.facts(facts(check)));
      out.flush();
      List<Verdict> verdicts = check.verdicts();
      out.println(DeviceTables.verdicts(verdicts));
      List<Verdict> failed = verdicts.stream().filter(verdict -> !verdict.passed()).toList();
      failed.forEach(verdict -> out.println("FAILED: " + verdict.failure()));
      out.flush();
      List<PrimitiveSpeed> speeds = check.speeds();
      out.println(DeviceTables.speeds(speeds));
      List<StepCounts> steps = check.steps();
      if (!steps.isEmpty()) {
        out.println(DeviceTables.steps(steps));
      }
      out.println(summary(verdicts, failed));
      return failed.isEmpty() ? 0 : Geodesic.FAILED;
    }
  }

  private static Map<String, String> facts(DeviceCheck check) {
    Map<String, String> facts = new LinkedHashMap<>(check.facts());
    Map<String, String> libraries = Libraries.running();
    facts.put(
        "libraries",
        LIBRARIES.stream()
            .map(name -> name + " " + libraries.get(name))
            .collect(Collectors.joining(", ")));
    return facts;
  }

  private static String summary(List<Verdict> verdicts, List<Verdict> failed) {
    int checks = verdicts.stream().mapToInt(Verdict::checks).sum();
    return failed.isEmpty()
        ? "all %d primitives and solvers pass, by %d checks".formatted(verdicts.size(), checks)
        : "%d of %d primitives and solvers fail: %s"
            .formatted(
                failed.size(),
                verdicts.size(),
                failed.stream().map(Verdict::primitive).collect(Collectors.joining(", ")));
  }
}
