package dev.geodesic.sweep;

import dev.geodesic.trial.ErrorText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run does when its trials have ended. One step that fails, whatever it fails of, keeps no
 * other from being done.
 */
final class LastSteps {
  private static final Logger LOG = LoggerFactory.getLogger(LastSteps.class);

  private final BooleanSupplier isEnding;
  private final List<String> troubles = new ArrayList<>();

  /**
   * None is done yet.
   *
   * @param isEnding whether the program is to end, and steps fail of that
   */
  LastSteps(BooleanSupplier isEnding) {
    this.isEnding = isEnding;
  }

  /** A step. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Does a step that the run is not whole without. */
  void attempt(String what, Step step) throws InterruptedException {
    String cause = cause(what, step);
    if (!cause.isEmpty()) {
      troubles.add("Cannot %s: %s; the same command tries again".formatted(what, cause));
    }
  }

  /** Does such a step, and takes something else for what cannot be had. */
  <V> V attempt(String what, Callable<V> step, V otherwise) throws InterruptedException {
    AtomicReference<V> found = new AtomicReference<>(otherwise);
    attempt(what, () -> found.set(step.call()));
    return Objects.requireNonNull(found.get());
  }

  /**
   * Does a step.
   *
   * @return why it failed, in a line; nothing where it did not
   * @throws InterruptedException if the program is to end
   */
  String cause(String what, Step step) throws InterruptedException {
    try {
      step.run();
      return "";
    } catch (Throwable e) {
      // Scala declares no exceptions, and an error here is no reason to lose what comes after.
      if (isEnding.getAsBoolean()) {
        InterruptedException end = new InterruptedException("the run was asked to end early");
        end.initCause(e);
        throw end;
      }
      LOG.error("Cannot {}", what, e);
      return ErrorText.cause(e);
    }
  }

  /** A line for each step that failed. */
  List<String> troubles() {
    return List.copyOf(troubles);
  }
}
