package dev.geodesic.check;

import dev.geodesic.device.Device;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All checks that a device must pass before anything trains on it. */
public final class DeviceContract {
  private static final List<Check> CHECKS =
      Stream.of(
              MemoryChecks.all(),
              LayerChecks.all(),
              VectorChecks.all(),
              PanelChecks.all(),
              SoftmaxChecks.all(),
              SampleGramChecks.all(),
              FisherFactorChecks.all(),
              FisherSystemChecks.all(),
              FisherSolutionChecks.all(),
              ClassChecks.all(),
              SymmetricChecks.all(),
              TogetherChecks.all(),
              KroneckerFactorChecks.all(),
              KroneckerKernelChecks.all(),
              SolverChecks.all())
          .flatMap(List::stream)
          .toList();

  private DeviceContract() {}

  /** Returns all checks, ordered by primitives. */
  public static List<Check> checks() {
    return CHECKS;
  }

  /** Runs every check, and hands over each result as soon as it is known. */
  public static void run(Device device, Consumer<Check.Result> results) {
    CHECKS.forEach(check -> results.accept(check.run(device)));
  }
}
