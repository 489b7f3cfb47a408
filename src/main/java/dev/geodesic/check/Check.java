package dev.geodesic.check;

import dev.geodesic.device.Device;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a device must do right.
 *
 * @param primitives that it tells of, one or several that nothing tells apart, as in {@code
 *     LayerKernels.apply}, with the types of its parameters where its name has several; or a solver
 * @param circumstances shape and state
 * @param body does it on the device and in plain loops
 */
public record Check(List<String> primitives, String circumstances, Body body) {
  /** What a check does. */
  interface Body {
    void run(Setting setting);
  }

  /**
   * The outcome of a check.
   *
   * @param check this one
   * @param error the largest met beside what it was allowed to be
   * @param tolerance what that error was allowed to be; 0 where all bits had to be the same
   * @param failure in one line; absent where the check passed
   */
  public record Result(Check check, double error, double tolerance, @Nullable String failure) {
    public boolean passed() {
      return failure == null;
    }
  }

  /** Runs it. What a device throws is a failure of the check, and no more. */
  public Result run(Device device) {
    Comparison comparison = new Comparison();
    try (Setting setting = new Setting(device, comparison)) {
      device.<@Nullable Void>inScope(
          () -> {
            body.run(setting);
            return null;
          });
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      comparison.fail(String.valueOf(e));
    }
    return new Result(this, comparison.error(), comparison.tolerance(), comparison.failure());
  }

  @Override
  public String toString() {
    return String.join(" and ", primitives) + ", " + circumstances;
  }
}
