package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class SubmissionTest {
  private static String told(Throwable trouble) {
    PrintStream errors = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      assertThat(Submission.explain(trouble)).isEqualTo(2);
    } finally {
      System.setErr(errors);
    }
    return err.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Test
  void whatSparkThrowsIsOneLine() {
    assertThat(told(new SparkException("Keytab file: none does not exist\n\tat here")))
        .isEqualTo("geodesic: Cannot start Spark: Keytab file: none does not exist");
    assertThat(told(new IllegalArgumentException("\nrequirement failed: foo")))
        .isEqualTo("geodesic: Cannot start Spark: requirement failed: foo");
  }

  @Test
  void whatSaysNothingIsNamed() {
    assertThat(told(new IllegalStateException()))
        .isEqualTo("geodesic: Cannot start Spark: java.lang.IllegalStateException");
    assertThat(told(new NoClassDefFoundError("a/B")))
        .isEqualTo("geodesic: Cannot start Spark: java.lang.NoClassDefFoundError: a/B");
  }

  @Test
  void theLogIsPointedAt() {
    String before = System.getProperty(LogFile.PROPERTY);
    System.setProperty(LogFile.PROPERTY, "/logs/a.log");
    try {
      assertThat(told(new SparkException("No")))
          .isEqualTo("geodesic: Cannot start Spark: No (details in /logs/a.log)");
    } finally {
      if (before == null) {
        System.clearProperty(LogFile.PROPERTY);
      } else {
        System.setProperty(LogFile.PROPERTY, before);
      }
    }
  }
}
