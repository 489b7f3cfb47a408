package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No sweep trains that is another than the one that was written. */
class SilentMergesTest {
  private static final String RIGHT =
      """
      sweep { name = right, steps = 100 }
      data { dataset = mnist, batch-size = 16 }
      model { bias = false }
      optimizers = [ { name = sgd, learning-rate = 0.1 } ]
      """;

  private static SweepSpec read(String text, String... overrides) {
    return ConfReader.parse(text, "m.conf", List.of(overrides)).sweep();
  }

  private static void assertRefused(String text, String message) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> read(text))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[ { name = sgd, learning-rate = 0.1 } ]; [ { name = sgd, learning-rate = 0.1 } { name = adam, learning-rate = 0.3 } ]; optimizers; { name = sgd, learning-rate = 0.1 } { name = adam, learning-…",
        "learning-rate = 0.1; learning-rate = [0.1 0.2]; optimizers.0.learning-rate; 0.1 0.2",
        "learning-rate = 0.1; learning-rate = [0.3, 1e-1  2, 5]; optimizers.0.learning-rate; 1e-1 2",
        "bias = false; bias = false, hidden = [[] [8]]; model.hidden; [] [8]",
        "bias = false; bias = false, hidden = [8 16]; model.hidden; 8 16",
        "bias = false; bias = false, hidden = [[8], [16 8]]; model.hidden.1; 16 8",
        "bias = false; bias = [true false]; model.bias; true false",
        "bias = false; init = [glorot \"zeros\"]; model.init; glorot \"zeros\"",
        "steps = 100; steps = 100, seeds = [1 2]; sweep.seeds; 1 2",
      })
  void valuesSideBySideInAListAreRefused(String right, String wrong, String list, String between) {
    String text = RIGHT.replace(right, wrong);
    int line = (int) text.substring(0, text.indexOf(wrong)).lines().count();
    line += text.startsWith(wrong) ? 1 : 0;
    assertRefused(
        text,
        "m.conf:%d: %s must have a comma between its values, got: %s, which would count as one; put a comma in"
            .formatted(line, list, between));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "bias = false; hidden = [8] [16]; model.hidden; [8] [16]",
        "learning-rate = 0.1; learning-rate = [0.1] [0.2]; optimizers.0.learning-rate; [0.1] [0.2]",
      })
  void listsSideBySideAreRefused(String right, String wrong, String key, String shown) {
    String text = RIGHT.replace(right, wrong);
    int line = (int) text.substring(0, text.indexOf(wrong) + 1).lines().count();
    assertRefused(
        text,
        "m.conf:%d: %s must be one list, got: %s, which would be put together; write one list"
            .formatted(line, key, shown));
  }

  @Test
  void overridesAreReadAsStrictly() {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> read(RIGHT, "model.hidden=[[] [8]]"))
        .withMessage(
            "--set model.hidden=[[] [8]]: value must have a comma between its values, got: [] [8],"
                + " which would count as one; put a comma in");
  }

  @Test
  void aKeyThatIsGivenTwiceIsRefusedWithBothLines() {
    assertTwice("sweep.steps = 3", "sweep.steps", 1);
    assertTwice("sweep {\n steps = 3 }", "sweep.steps", 1, 6);
    assertTwice("\"sweep\".\"steps\" = 3", "sweep.steps", 1);
    assertTwice("optimizers = [ { name = adam, learning-rate = 1 } ]", "optimizers", 4);
    assertTwice("model = null", "model", 3);
    assertTwice("model.bias { yes = 1 }", "model.bias", 3);
    assertTwice("model.bias.yes = 1", "model.bias", 3);
    assertTwice("model = { init = glorot } { init = zeros }", "model.init", 5);
    assertRefused(
        RIGHT.replace("steps = 100", "steps = 100, steps = 100"),
        "m.conf:1: sweep.steps must be given once, got: a second time, after line 1; only the last would count, so delete one");
    assertRefused(
        RIGHT.replace("name = sgd", "name = sgd\n name = adam"),
        "m.conf:5: optimizers.0.name must be given once, got: a second time, after line 4; only the last would count, so delete one");
  }

  private static void assertTwice(String added, String key, int first) {
    assertTwice(added, key, first, 5);
  }

  private static void assertTwice(String added, String key, int first, int second) {
    assertRefused(
        RIGHT + added + "\n",
        "m.conf:%d: %s must be given once, got: a second time, after line %d; only the last would count, so delete one"
            .formatted(second, key, first));
  }

  /** What HOCON merges by intention, and what stands side by side outside a list or in words. */
  @Test
  void whatLosesNothingGoesOnWorking() {
    SweepSpec sweep =
        read(
            """
            { # braces around all
            sweep { steps = 100 } // one section
            sweep { "seeds" : [0
              1   # lines part values as well
              2,
              3] }
            sweep.name = \"""right\"""
            sweep.name = ${?GEODESIC_NO_SUCH_VARIABLE}
            data { dataset = "/a, [b] {c} # d", batch-size = [16,] }
            data.order = ${?GEODESIC_NO_SUCH_VARIABLE}
            model = ${?GEODESIC_NO_SUCH_VARIABLE} { hidden = [[], [8, 4]] }
            model { bias = true }
            optimizers
            = [
              { name = sgd, learning-rate { from = 1, to = 2, points = 2 } }
              { name = sgd, learning-rate = [3, ${data.batch-size.0}] }
            ] [ { name : adam, learning-rate = 1e+1 } ]
            optimizers += { name = momentum, momentum = 0.5, learning-rate = 1 }
            }
            """
                .replace("${data.batch-size.0}", "${sweep.steps}"));
    assertThat(sweep.name()).isEqualTo("right");
    assertThat(sweep.seeds()).containsExactly(0, 1, 2, 3);
    assertThat(sweep.data().get(0).dataset()).isEqualTo("/a, [b] {c} # d");
    assertThat(sweep.models()).hasSize(2);
    assertThat(sweep.optimizers())
        .extracting(OptimizerSpec::name)
        .containsExactly("sgd", "sgd", "sgd", "sgd", "adam", "momentum");
    assertThat(read(RIGHT, "sweep.steps=3", "sweep.steps=4").schedule().steps()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"“mnist”", "„mnist“", "'mnist'", "‘mnist’", "«mnist»", "“/a:b”"})
  void quotesThatAreNoneAreTold(String quoted) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> read(RIGHT.replace("mnist", quoted)))
        .withMessageStartingWith("m.conf:2: text must be in straight double quotes, got: ")
        .withMessageEndingWith("; type \" on both sides of it");
    String inside = "data.dataset = \"%s\" // %s".formatted(quoted, quoted);
    assertThat(read(Objects.requireNonNull(RIGHT).replace("dataset = mnist,", "") + inside).data())
        .singleElement()
        .satisfies(data -> assertThat(data.dataset()).isEqualTo(quoted));
  }
}
