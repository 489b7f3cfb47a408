package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastStepsTest {
  @Test
  void whateverOneFailsOfTheOthersAreDoneAndItIsTold() throws InterruptedException {
    LastSteps last = new LastSteps(() -> false);
    List<String> done = new ArrayList<>();
    last.attempt("merge", () -> fail(new IOException("disk full")));
    last.attempt("summarize", () -> fail(new OutOfMemoryError("Java heap space")));
    last.attempt("draw", () -> fail(new NoClassDefFoundError("fonts")));
    last.attempt("tidy", () -> done.add("tidy"));
    assertThat(done).containsExactly("tidy");
    assertThat(last.attempt("count", () -> 3, 0)).isEqualTo(3);
    assertThat(last.troubles())
        .containsExactly(
            "Cannot merge: java.io.IOException: disk full; the same command tries again",
            "Cannot summarize: java.lang.OutOfMemoryError: Java heap space; the same command tries again",
            "Cannot draw: java.lang.NoClassDefFoundError: fonts; the same command tries again");
  }

  @Test
  void whatFailsAsTheProgramIsToEndEndsThem() {
    LastSteps last = new LastSteps(() -> true);
    assertThatThrownBy(() -> last.attempt("merge", () -> fail(new IOException("cancelled"))))
        .isInstanceOf(InterruptedException.class)
        .hasRootCauseMessage("cancelled");
  }

  private static void fail(IOException trouble) throws IOException {
    throw trouble;
  }

  private static void fail(Error trouble) {
    throw trouble;
  }
}
