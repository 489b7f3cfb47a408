package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private static final OutputStream FULL =
      new OutputStream() {
        @Override
        public void write(int octet) throws IOException {
          throw new IOException("No space left on device");
        }
      };

  @Test
  void whatIsPrintedArrives() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    StandardOutput output = new StandardOutput(written);
    StandardOutput.printing(output).println("all of it");
    output.checkNow();
    assertThat(written).hasToString("all of it" + System.lineSeparator());
  }

  @Test
  void whoPrintsHearsThatNothingArrives() {
    PrintStream printing = StandardOutput.printing(new StandardOutput(FULL));
    assertThatThrownBy(() -> printing.println("a row"))
        .isInstanceOf(StandardOutput.Lost.class)
        .hasMessage("Cannot write to standard output: No space left on device");
  }

  /** Through the writers of picocli and of CSV as well. */
  @Test
  void writersHearOfItToo() {
    PrintStream printing = StandardOutput.printing(new StandardOutput(FULL));
    PrintWriter writer =
        new PrintWriter(new OutputStreamWriter(printing, StandardCharsets.UTF_8), true);
    assertThatThrownBy(() -> writer.println("help")).isInstanceOf(StandardOutput.Lost.class);
  }

  @Test
  void aRunGoesOnAndIsToldAtItsEndOnce() {
    StandardOutput output = new StandardOutput(FULL);
    PrintStream printing = StandardOutput.printing(output);
    output.goOn();
    assertThatCode(() -> printing.println("a line")).doesNotThrowAnyException();
    assertThatThrownBy(output::checkNow).isInstanceOf(StandardOutput.Lost.class);
    assertThatCode(output::checkNow).doesNotThrowAnyException();
  }
}
