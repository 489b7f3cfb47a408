package dev.geodesic.device.opencl;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a part of the contract on the first OpenCL device, for a program that watches the kernels:
 * of each list of primitives the first check, of one trial, and one of several. Exits with 1 if one
 * fails.
 */
final class ContractPart {
  private static final String SEVERAL = "2 trials";

  private ContractPart() {}

  /**
   * Runs the checks.
   *
   * @param arguments the work-items of a work-group
   */
  public static void main(String[] arguments) {
    Limits limits = new Limits(Integer.parseInt(arguments[0]), 8 << 10);
    int failures = 0;
    List<Check> part = part();
    for (Check check : part) {
      System.out.println(check);
      String failure = run(check, limits);
      if (failure != null) {
        System.out.printf("FAILED %s: %s%n", check, failure);
        failures++;
      }
    }
    System.out.printf("%d checks, %d failed%n", part.size(), failures);
    System.exit(failures == 0 ? 0 : 1);
  }

  /** Runs a check on a device of its own, as watchers mix up memory that is freed and taken again. */
  private static @Nullable String run(Check check, Limits limits) {
    try (OpenClDevice device = OpenClDevice.open(0, limits)) {
      return check.run(device).failure();
    }
  }

  private static List<Check> part() {
    Map<String, Check> part = new LinkedHashMap<>();
    for (Check check : DeviceContract.checks()) {
      boolean isOfSeveral = check.circumstances().contains(SEVERAL);
      part.putIfAbsent(check.primitives() + (isOfSeveral ? SEVERAL : ""), check);
    }
    return List.copyOf(part.values());
  }
}
