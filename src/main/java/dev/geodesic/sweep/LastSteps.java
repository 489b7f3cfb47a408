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

/** The steps of a run after its trials have ended. If one fails, the others are still done. */
final class LastSteps {
  private static final Logger LOG = LoggerFactory.getLogger(LastSteps.class);

  private final BooleanSupplier isEnding;
  private final List<String> troubles = new ArrayList<>();

  /**
   * Starts with no step done.
   *
   * @param isEnding whether the program is ending, which makes steps fail
   */
  LastSteps(BooleanSupplier isEnding) {
    this.isEnding = isEnding;
  }

  /** A step that may fail. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /** Does a step that the run needs, and notes its failure. */
  void attempt(String what, Step step) throws InterruptedException {
    String cause = cause(what, step);
    if (!cause.isEmpty()) {
      troubles.add("Cannot %s: %s; the same command tries again".formatted(what, cause));
    }
  }

  /** Does a step that the run needs; returns {@code otherwise} if it fails. */
  <V> V attempt(String what, Callable<V> step, V otherwise) throws InterruptedException {
    AtomicReference<V> found = new AtomicReference<>(otherwise);
    attempt(what, () -> found.set(step.call()));
    return Objects.requireNonNull(found.get());
  }

  /**
   * Does a step.
   *
   * @return why it failed, in one line; empty if it succeeded
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
