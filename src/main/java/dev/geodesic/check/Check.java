package dev.geodesic.check;

import dev.geodesic.device.Device;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of a device with plain loops.
 *
 * @param primitives the primitives that the check covers, as {@code LayerKernels.apply}, with the
 *     types of parameters where the name is overloaded; several where they can only be checked
 *     together; or a solver
 * @param circumstances shape and state of the operands
 * @param body computes on the device and in plain loops, and compares
 */
public record Check(List<String> primitives, String circumstances, Body body) {
  /** The code of a check. */
  interface Body {
    void run(CheckContext setting);
  }

  /**
   * The outcome of a check.
   *
   * @param check the check
   * @param error the error that was largest relative to its tolerance
   * @param tolerance the tolerance of that error; 0 where all bits had to be the same
   * @param failure in one line; null where the check passed
   * @param thrown what the device threw; null where it answered
   */
  public record Result(
      Check check,
      double error,
      double tolerance,
      @Nullable String failure,
      @Nullable Throwable thrown) {
    public boolean passed() {
      return failure == null;
    }
  }

  /** Runs the check. An exception or error of the device counts as a failure of the check. */
  public Result run(Device device) {
    Comparison comparison = new Comparison();
    Throwable thrown = null;
    try (CheckContext setting = new CheckContext(device, comparison)) {
      device.<@Nullable Void>inScope(
          () -> {
            body.run(setting);
            return null;
          });
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      comparison.fail(String.valueOf(e));
      thrown = e;
    }
    return new Result(
        this, comparison.error(), comparison.tolerance(), comparison.failure(), thrown);
  }

  @Override
  public String toString() {
    return String.join(" and ", primitives) + ", " + circumstances;
  }
}
