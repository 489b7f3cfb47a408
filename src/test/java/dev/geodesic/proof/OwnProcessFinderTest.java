package dev.geodesic.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.device.opencl.OpenClCards.Absent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that do not answer. */
class OwnProcessFinderTest {
  @TempDir private Path folder;

  private OpenClCards cards(Task<OpenClCards> asking) throws Exception {
    Path vendors = Files.createDirectories(folder.resolve("vendors"));
    if (!Files.exists(vendors.resolve("a.icd"))) {
      Files.writeString(vendors.resolve("a.icd"), "liba.so");
    }
    return new OwnProcessFinder(
            new OwnProcess(Duration.ofSeconds(60)), asking, vendors, folder.resolve("devices"))
        .cards();
  }

  private static OpenClCards crash(Task.Progress progress) {
    Runtime.getRuntime().halt(134);
    throw new AssertionError("it has ended");
  }

  private static OpenClCards answer(Task.Progress progress) {
    return new Absent("none is here");
  }

  @Test
  void oneThatCrashesIsNotAskedByEveryProcess() throws Exception {
    OpenClCards first = cards(OwnProcessFinderTest::crash);

    assertThat(((Absent) first).reason())
        .matches(
            "the process that tries it out ended with exit code 134, at its start \\(.*\\.json; they"
                + " are asked again tomorrow, or once that file is removed\\)");
    assertThat(cards(OwnProcessFinderTest::answer)).isEqualTo(first);

    Files.writeString(folder.resolve("vendors/a.icd"), "libanother.so");
    assertThat(cards(OwnProcessFinderTest::answer)).isEqualTo(new Absent("none is here"));
  }

  /** A card may be added, or a driver changed under the same name. */
  @Test
  void whatDriversAnswerIsNotKept() throws Exception {
    assertThat(cards(OwnProcessFinderTest::answer)).isEqualTo(new Absent("none is here"));
    assertThat(folder.resolve("devices")).doesNotExist();
  }
}
