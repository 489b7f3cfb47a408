package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Pattern KERNEL = Pattern.compile("__kernel void (\\w+)\\(");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^#define (\\w+)\\b");
  private static final Path JAVA = Path.of("src/main/java/dev/geodesic/device/opencl");

  private static final String TEXT = Sources.of(Limits.WIDEST);

  private static List<String> all(Pattern pattern) {
    return pattern.matcher(TEXT).results().map(match -> match.group(1)).toList();
  }

  /** A constant that both know is emitted, so that a file that defines it again is wrong. */
  @Test
  void nothingIsDefinedTwice() {
    Set<String> ofProducts = Set.of("NAME", "LEFT", "RIGHT", "RESULT", "SUM", "TILE", "DEPTH");
    List<String> definitions =
        all(DEFINITION).stream().filter(name -> !ofProducts.contains(name)).toList();
    assertThat(definitions).doesNotHaveDuplicates().contains("KNOWN", "SWEEP", "TANH", "BLOCK");
  }

  @Test
  void everyKernelIsLaunched() throws IOException {
    String java;
    try (Stream<Path> files = Files.list(JAVA)) {
      java = files.map(SourcesTest::text).collect(Collectors.joining("\n"));
    }
    Set<String> unused = new TreeSet<>();
    for (String kernel : all(KERNEL)) {
      boolean isComposed =
          kernel.equals("NAME")
              || Stream.of("factor_", "gather_", "decode_").anyMatch(kernel::startsWith);
      Matcher named = Pattern.compile("\"" + kernel + "\"").matcher(java);
      if (!isComposed && !named.find()) {
        unused.add(kernel);
      }
    }
    assertThat(unused).isEmpty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
