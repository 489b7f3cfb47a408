package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalFrameTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private final TerminalFrame frame = new TerminalFrame(out);

  private List<String> screen() {
    return Screen.after(written.toString(StandardCharsets.UTF_8), 80);
  }

  @Test
  void linesAreDrawnInThePlaceOfThoseBefore() {
    out.println("before");
    frame.draw(List.of("a long line", "two"));
    frame.draw(List.of("short", "two", "three"));
    assertThat(screen()).containsExactly("before", "short", "two", "three");
    frame.draw(List.of("one"));
    assertThat(screen()).containsExactly("before", "one");
  }

  @Test
  void whatIsSaidStaysAboveThem() {
    frame.draw(List.of("one", "two"));
    frame.say("attempt 1 of 3 failed");
    frame.draw(List.of("one", "two!"));
    frame.say("attempt 2 of 3 failed");
    assertThat(screen())
        .containsExactly("attempt 1 of 3 failed", "attempt 2 of 3 failed", "one", "two!");
  }

  @Test
  void whatIsReleasedStays() {
    frame.draw(List.of("one", "two"));
    frame.release();
    frame.say("the end");
    frame.draw(List.of("three"));
    assertThat(screen()).containsExactly("one", "two", "the end", "three");
  }
}
