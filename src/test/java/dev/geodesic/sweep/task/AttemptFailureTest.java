package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.trial.FailureKind;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages are those that Spark gave when its processes were killed. */
class AttemptFailureTest {
  @Test
  void whatATaskSaidOfItselfCounts() {
    Place place = new Place("host-1", "3", "a device", 16);
    Throwable thrown =
        new SparkException(
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times",
            new PackFailure(
                FailureKind.STORAGE, place, new IOException("No space left on device")));
    AttemptFailure failure = AttemptFailure.of(thrown);
    assertThat(failure.trouble()).isEqualTo(FailureKind.STORAGE);
    assertThat(failure.place()).isEqualTo(place);
    assertThat(failure.describe())
        .isEqualTo("STORAGE on host-1, GPU 3: java.io.IOException: No space left on device");
  }

  @Test
  void aProcessThatIsGoneIsToldBySpark() {
    AttemptFailure failure =
        AttemptFailure.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 7.0 failed 1 times, most recent"
                    + " failure: Lost task 0.0 in stage 7.0 (TID 7) (10.0.0.5 executor 1):"
                    + " ExecutorLostFailure (executor 1 exited caused by one of the running tasks)"
                    + " Reason: Command exited with code 137\nDriver stacktrace:"));
    assertThat(failure.trouble()).isEqualTo(FailureKind.EXECUTOR_LOST);
    assertThat(failure.describe())
        .isEqualTo(
            "EXECUTOR_LOST on 10.0.0.5: (executor 1 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 137");
  }

  /** Nobody but a task knows that a pack cannot be computed as it was asked for. */
  @Test
  void whateverElseSparkEndsAJobOfIsNotTheConfs() {
    AttemptFailure failure =
        AttemptFailure.of(new SparkException("Task not serializable", new IOException("a class")));
    assertThat(failure.trouble()).isEqualTo(FailureKind.MACHINE);
    assertThat(failure.cause()).isEqualTo("java.io.IOException: a class");
    assertThat(failure.place()).isNull();
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(new UnsatisfiedLinkError("failed to map segment"), FailureKind.MACHINE),
        arguments(new ExceptionInInitializerError(new IOException("full")), FailureKind.MACHINE),
        arguments(new NoClassDefFoundError("Could not initialize class"), FailureKind.MACHINE),
        arguments(new NativeCodeError("no BLAS"), FailureKind.MACHINE),
        arguments(new UncheckedIOException(new IOException("denied")), FailureKind.MACHINE),
        arguments(new IllegalStateException(new AccessDeniedException("/x")), FailureKind.MACHINE),
        arguments(new StackOverflowError(), FailureKind.MACHINE),
        arguments(new InternalError("a fault in mapped memory"), FailureKind.MACHINE),
        arguments(new OutOfMemoryError("Java heap space"), FailureKind.OUT_OF_MEMORY),
        arguments(
            new IllegalStateException(new OutOfMemoryError("full")), FailureKind.OUT_OF_MEMORY),
        arguments(new ArithmeticException("no convergence"), FailureKind.FAILED_CONFIG),
        arguments(new RequestException("batch-size must be <= 3"), FailureKind.FAILED_CONFIG));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void onlyWhatIsTheTrialsOwnIsBlamedOnIt(Throwable thrown, FailureKind trouble) {
    assertThat(Blame.of(thrown)).isEqualTo(trouble);
  }

  @Test
  void nativeCodeThatIsMissingIsToldInItsOwnWords() {
    NativeCodeError missing =
        new NativeCodeError(
            "zstd-jni",
            "/nowhere",
            "java.io.tmpdir",
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError(
                    "/nowhere/a.so: /nowhere/a.so: failed to map segment from shared object")));
    Throwable thrown = new SparkException("Job aborted", new IllegalStateException(missing));
    assertThat(AttemptFailure.of(thrown).describe())
        .startsWith(
            "MACHINE: Cannot load the native code of zstd-jni from /nowhere (failed to map segment from shared object); that folder must be writable, have room (0 MB are free) and not be mounted noexec: mend that, or name another with -Djava.io.tmpdir=DIR in GEODESIC_JAVA_OPTS");
  }
}
