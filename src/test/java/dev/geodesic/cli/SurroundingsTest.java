package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ProxySelector;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {
  private final Locale locale = Locale.getDefault();
  private final ProxySelector proxies = ProxySelector.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(locale);
    ProxySelector.setDefault(proxies);
  }

  /** Digits, decimal signs, capitals: what SQL, CSV, JSON and escape codes are made of. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ar-EG", "fa", "hi-IN-u-nu-deva", "de-DE", "tr-TR", "fr-CH", "th-TH-u-nu-thai"})
  void numbersAreWrittenAlikeWhereverTheUserIs(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));

    Surroundings.settle(Map.of());

    assertThat("%d %.3f %,d %e".formatted(12, -1.5, 1234567, 1e-9))
        .isEqualTo("12 -1.500 1,234,567 1.000000e-09");
    assertThat("TITLE".toLowerCase(Locale.getDefault())).isEqualTo("title");
    assertThat(Locale.getDefault(Locale.Category.FORMAT)).isEqualTo(Locale.ENGLISH);
  }

  /** As in a container that was given a number for a user. */
  @Test
  void aUserWithoutAnEntryInThePasswordFileHasAName() throws IOException {
    String name = System.getProperty("user.name");
    try {
      System.setProperty("user.name", "?");
      Surroundings.settle(Map.of("HADOOP_USER_NAME", "somebody"));

      assertThat(UserGroupInformation.getCurrentUser().getUserName()).isEqualTo("somebody");
      assertThat(System.getProperty("user.name")).isEqualTo("somebody");
    } finally {
      System.setProperty("user.name", name);
      UserGroupInformation.reset();
    }
  }

  @Test
  void aCommandLineInOtherCharactersIsRefused() {
    assertThat(InProcess.execute("run", "a.conf", "--results", "M\uFFFD\uFFFDller"))
        .satisfies(
            end -> {
              assertThat(end.exitCode()).isEqualTo(2);
              assertThat(end.err())
                  .startsWith(
                      "geodesic: The command line must be in the characters of the locale, ")
                  .endsWith(", got: M??ller; set LC_ALL=C.UTF-8\n");
            });
  }
}
