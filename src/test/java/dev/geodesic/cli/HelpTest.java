package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.Key;
import dev.geodesic.conf.OptimizerCatalog;
import dev.geodesic.conf.OptimizerEntry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code geodesic run --help} says of optimizers is what their catalog holds. */
class HelpTest {
  private static final String HELP =
      Objects.requireNonNull(Geodesic.commandLine().getSubcommands().get("run")).getUsageMessage();

  @Test
  void everyOptimizerHasItsKeysUnderIt() {
    String words = HELP.replaceAll("\\s+", " ");
    StringBuilder expected = new StringBuilder("every optimizer ");
    append(expected, OptimizerCatalog.commonKeys());
    for (OptimizerEntry optimizer : OptimizerCatalog.all()) {
      expected.append(optimizer.name()).append(": ").append(optimizer.description()).append(' ');
      append(
          expected,
          optimizer.keys().stream()
              .filter(key -> !OptimizerCatalog.commonKeys().contains(key))
              .toList());
    }

    assertThat(words).contains(expected);
  }

  private static void append(StringBuilder text, List<? extends Key<?>> keys) {
    for (Key<?> key : keys) {
      String defaultText = key.defaultText().isEmpty() ? "required" : key.defaultText();
      text.append("%s %s %s ".formatted(key.name(), defaultText, key.meaning()));
    }
  }

  @Test
  void whatIsRequiredAndWhatIsOffIsSaid() {
    assertThat(HELP)
        .containsPattern("(?m)^    learning-rate +required +factor on the direction")
        .containsPattern("(?m)^    max-kl +off +largest mean KL")
        .containsPattern("(?m)^  kfac: natural gradient .*\n    damping +required ")
        .containsPattern("(?m)^  cg: natural gradient .*\n    damping +0 ")
        .containsPattern("(?ms)^  spring: .*^    momentum +0.9 ");
  }

  @Test
  void itComesBeforeTheFooterAndFitsItsWidth() {
    assertThat(HELP)
        .containsSubsequence(
            "--cross-check=N", "Optimizers of a conf", "  spring: ", "Options of spark-submit");
    assertThat(HELP.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }
}
