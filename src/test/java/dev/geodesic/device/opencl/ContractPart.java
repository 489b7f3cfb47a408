package dev.geodesic.device.opencl;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one check of the contract on the first OpenCL device, in a process that a program watches.
 * Watched are of each list of primitives the first check, of one trial, and one of several.
 */
final class ContractPart {
  private static final String SEVERAL = "2 trials";

  private ContractPart() {}

  /**
   * Runs a check. Exits with 1 if it fails.
   *
   * @param arguments the work-items of a work-group, and the place of the check among {@link #all}
   */
  public static void main(String[] arguments) {
    Limits limits = new Limits(Integer.parseInt(arguments[0]), 8 << 10);
    try (OpenClDevice device = OpenClDevice.open(0, limits)) {
      System.out.println("on " + device.description());
      String failure = all().get(Integer.parseInt(arguments[1])).run(device).failure();
      if (failure != null) {
        System.out.println("FAILED: " + failure);
        System.exit(1);
      }
    }
  }

  static List<Check> all() {
    Map<String, Check> part = new LinkedHashMap<>();
    for (Check check : DeviceContract.checks()) {
      boolean isOfSeveral = check.circumstances().contains(SEVERAL);
      part.putIfAbsent(check.primitives() + (isOfSeveral ? SEVERAL : ""), check);
    }
    return List.copyOf(part.values());
  }
}
