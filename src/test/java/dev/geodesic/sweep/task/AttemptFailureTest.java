package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.Trouble;
import java.io.IOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** Messages are those that Spark gave when its processes were killed. */
class AttemptFailureTest {
  @Test
  void whatATaskSaidOfItselfCounts() {
    Place place = new Place("host-1", "3", "a device", 16);
    Throwable thrown =
        new SparkException(
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times",
            new PackFailure(Trouble.STORAGE, place, new IOException("No space left on device")));
    AttemptFailure failure = AttemptFailure.of(thrown);
    assertThat(failure.trouble()).isEqualTo(Trouble.STORAGE);
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
    assertThat(failure.trouble()).isEqualTo(Trouble.EXECUTOR_LOST);
    assertThat(failure.describe())
        .isEqualTo(
            "EXECUTOR_LOST on 10.0.0.5: (executor 1 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 137");
  }

  @Test
  void whateverElseFailsFailsAgain() {
    AttemptFailure failure =
        AttemptFailure.of(new SparkException("Task not serializable", new IOException("a class")));
    assertThat(failure.trouble()).isEqualTo(Trouble.FAILED_CONFIG);
    assertThat(failure.cause()).isEqualTo("java.io.IOException: a class");
    assertThat(failure.place()).isNull();
  }
}
