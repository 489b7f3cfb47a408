package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class NoticeAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://hooks.example.com, https://hooks.example.com",
    "https://hooks.example.com/, https://hooks.example.com/",
    "https://hooks.example.com/T0/secret, https://hooks.example.com/...",
    "https://hooks.example.com:8443/?token=secret, https://hooks.example.com:8443/...",
    "http://me:secret@[::1]:80/a, http://[::1]:80/...",
    "http://secret@host?secret, http://host?...",
    "http://host#secret, http://host#...",
    "http://me:sec@ret@host/secret@b, http://host/..."
  })
  void onlyTheHostIsShown(String url, String shown) {
    if (!url.contains("sec@ret")) {
      assertThat(NoticeAddress.of(url)).hasToString(shown);
    } else {
      assertThatThrownBy(() -> NoticeAddress.of(url)).hasMessageEndingWith("got: " + shown);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "hooks.example.com/secret, hooks.example.com/...",
    "ftp://host/secret, ftp://host/...",
    "https:///secret, https:///...",
    "https://host/a secret, https://host/...",
    "https://host:99999/secret, https://host:99999/...",
    "'', ''"
  })
  void whatIsNoUrlOfAWebServerIsRefused(String text, String shown) {
    assertThatThrownBy(() -> NoticeAddress.of(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("must be a URL as in https://host/path, got: " + shown);
  }

  @Test
  void sparkSeesItMasked() {
    String command = System.getProperty("sun.java.command");
    try {
      System.setProperty("sun.java.command", "SparkSubmit run a.conf --notify http://h/secret");
      NoticeAddress.of("http://h/secret").hideFromSpark();
      assertThat(System.getProperty("sun.java.command"))
          .isEqualTo("SparkSubmit run a.conf --notify http://h/...");
    } finally {
      System.setProperty("sun.java.command", command);
    }
  }

  @Test
  void aVariableThatIsSetToNothingAsksForNone() {
    assertThat(new NoticeAddress.Converter().convert("")).isNull();
  }
}
