package dev.geodesic.proof;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceLostException;
import dev.geodesic.proof.Evidence.Fault;
import java.time.Duration;
import java.util.List;

/**
 * Holds a device to the contract.
 *
 * @param device to prove
 */
record ContractTask(Opening device) implements Task<Evidence> {
  private static final Duration MOST = Duration.ofMinutes(5);

  @Override
  public Duration most() {
    return MOST;
  }

  @Override
  public Evidence run(Progress progress) {
    List<Check> checks = DeviceContract.checks();
    progress.at("its opening");
    try (Device opened = device.open()) {
      for (int i = 0; i < checks.size(); i++) {
        Check check = checks.get(i);
        progress.at(check.toString());
        Check.Result result = check.run(opened);
        if (!result.passed()) {
          return Evidence.failed(i + 1, fault(check, result, opened));
        }
      }
    }
    return Evidence.passed(checks.size());
  }

  /** Believes numbers at once, and what the device throws when it throws again. */
  private static Fault fault(Check check, Check.Result result, Device opened) {
    String primitive = check.primitives().get(0);
    Throwable thrown = result.thrown();
    if (thrown == null) {
      return Fault.forGood(primitive + " is wrong there");
    }
    String clause = "%s fails there (%s)".formatted(primitive, result.failure());
    boolean isPassing =
        thrown instanceof OutOfMemoryError
            || thrown instanceof DeviceLostException
            || thrown instanceof LinkageError;
    return isPassing || check.run(opened).passed() ? Fault.passing(clause) : Fault.forGood(clause);
  }
}
