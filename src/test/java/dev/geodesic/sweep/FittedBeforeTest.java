package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.table.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FittedBeforeTest {
  private static final Baseline FIT =
      new Baseline("mnist", "test", null, 14, false, "f00d", 0.25, 0.27, 0.925, 80, true, 3.5);
  private static final Baseline INFINITE =
      new Baseline(
          "mnist", "0.5", null, 0, true, "f00d", 0.1, Double.POSITIVE_INFINITY, 0.5, 100, null, 9);

  @TempDir private Path cache;

  private FittedBefore by(String maker) {
    return new FittedBefore(cache, maker);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("baselines"))) {
      return files.toList().get(0);
    }
  }

  @Test
  void whatIsKeptIsFoundAgainByTheSameMakerAlone() {
    by("one").keep(FIT);
    by("one").keep(INFINITE);

    assertThat(by("one").find(FIT.key())).contains(FIT);
    assertThat(by("one").find(INFINITE.key())).contains(INFINITE);
    assertThat(by("another").find(FIT.key())).isEmpty();
  }

  @Test
  void otherDataSplitsSidesAndModelsHaveNone() {
    by("one").keep(FIT);

    assertThat(by("one").find(new Baseline.Key("beef", "test", null, 14, false))).isEmpty();
    assertThat(by("one").find(new Baseline.Key("f00d", "0.5", null, 14, false))).isEmpty();
    assertThat(by("one").find(new Baseline.Key("f00d", "test", null, 7, false))).isEmpty();
    assertThat(by("one").find(new Baseline.Key("f00d", "test", null, 14, true))).isEmpty();
  }

  @Test
  void rubbishIsNoFitAndIsReplaced() throws IOException {
    by("one").keep(FIT);
    Files.writeString(onlyFile(), "{\"dataset\": ");

    assertThat(by("one").find(FIT.key())).isEmpty();
    by("one").keep(FIT);
    assertThat(by("one").find(FIT.key())).contains(FIT);
  }

  /** A fit under another's name, as a hand may have put it there. */
  @Test
  void aFitOfOtherDataIsNotTaken() throws IOException {
    by("one").keep(FIT);
    Path file = onlyFile();
    Files.writeString(file, Files.readString(file).replace("f00d", "beef"));

    assertThat(by("one").find(FIT.key())).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWrittenIsNoTrouble() throws IOException {
    Files.writeString(cache.resolve("baselines"), "a file");

    by("one").keep(FIT);
    assertThat(by("one").find(FIT.key())).isEmpty();
  }
}
