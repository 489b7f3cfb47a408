package dev.geodesic.cli;

import static dev.geodesic.cli.InProcess.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of which there is little to say: each page says so, and nothing that is not so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class OddReportsIT {
  private static final Sgd OTHER = Specs.sgd(0.3);
  private static final String EVERY_STEP = "Every trial took all its steps, to a finite loss.";
  private static final int SMALL_DISK = 1 << 19;

  private Path directory = Path.of("");
  private @Nullable Browser started;

  @BeforeAll
  void startTheBrowser(@TempDir Path shared) {
    directory = shared;
    started = Browser.start(1200, 900);
  }

  @AfterAll
  void endTheBrowser() {
    if (started != null) {
      started.close();
    }
  }

  private Path results(String name, TrialResult... trials) throws IOException {
    Path results = directory.resolve(name);
    ResultStore store = new ResultStore(results.toUri(), new Configuration());
    store.prepare();
    if (trials.length > 0) {
      store.commit("pack", List.of(trials));
    }
    return results;
  }

  /** What a reader sees of a report that is written anew. */
  private String page(Path results) {
    End end = execute("report", results.toString());
    assertThat(end).isEqualTo(new End(0, results + "/report.html\n", ""));
    assertThat(started).isNotNull();
    started.openReport(results);
    String text = started.evaluate("return document.body.innerText");
    assertThat(started.console()).isEmpty();
    assertThat(text.replace("got: NaN", "")).doesNotContain("null", "NaN", "undefined", "Infinity");
    return text;
  }

  @Test
  void aSweepOfWhichNothingHasEndedSaysThat() throws IOException {
    assertThat(page(results("begun")))
        .contains("No trial has ended yet.", "No run has ended yet.")
        .doesNotContain(EVERY_STEP, "Where training diverges");
  }

  @Test
  void aSweepOfFailuresHasTheirCauses() throws IOException {
    assertThat(
            page(
                results(
                    "failures",
                    SampleTrials.failed(SampleTrials.SGD, 0, "no memory"),
                    SampleTrials.failed(OTHER, 0, "no memory"))))
        .contains(
            "No trial has taken all its steps.",
            "No trial with these values has ended.",
            "No optimizer took all its steps with several learning rates.",
            "no memory")
        .doesNotContain(EVERY_STEP, "No optimizer was tried");
  }

  @Test
  void whatOnlyDivergedIsMappedAllTheSame() throws IOException {
    assertThat(
            page(
                results(
                    "divergences",
                    SampleTrials.diverged(SampleTrials.SGD, 0, 3),
                    SampleTrials.diverged(OTHER, 0, 2))))
        .contains("No trial has taken all its steps.", "sgd: share diverged");
  }

  @Test
  void oneSeedHasNoIntervalAndNoTest() throws IOException {
    assertThat(
            page(
                results(
                    "seed",
                    SampleTrials.completed(SampleTrials.SGD, 0),
                    SampleTrials.completed(SampleTrials.NATURAL_GRADIENT, 0))))
        .contains("One seed each", "too few seeds to tell", EVERY_STEP)
        .doesNotContain("95 % interval of the mean", "with its 95 % interval", "shaded");
  }

  @Test
  void oneOptimizerIsComparedWithNothing() throws IOException {
    assertThat(
            page(
                results(
                    "optimizer",
                    SampleTrials.completed(SampleTrials.SGD, 0),
                    SampleTrials.completed(SampleTrials.SGD, 1),
                    SampleTrials.completed(OTHER, 0),
                    SampleTrials.completed(OTHER, 1))))
        .contains("sgd alone has a result", "nothing to compare")
        .doesNotContain("is best", "best baseline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>alert(1)<script>", "Überprüfung 夜 %41#?&'\"", "a\nb", "LONG"})
  void aNameIsShownAsItIs(String name) throws IOException {
    String whole = name.equals("LONG") ? "x".repeat(255) : name;
    Path results = results(whole, SampleTrials.completed(SampleTrials.SGD, 0));
    page(results);
    assertThat(started).isNotNull();
    assertThat(started.<String>evaluate("return document.getElementById('name').textContent"))
        .isEqualTo(whole);
    assertThat(started.driver().getTitle()).startsWith(whole.substring(0, 1));
    assertThat(
            started.<Long>evaluate(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("nothing sticks out of the page")
        .isZero();
  }

  @Test
  void whereNothingCanBeWrittenThatIsTold() throws IOException {
    Path results = results("frozen", SampleTrials.completed(SampleTrials.SGD, 0));
    try (Mount frozen = Mount.readOnly(results)) {
      assertToldOf("Read-only file system", frozen.root());
      assertThat(execute("report", results.toString(), "--markdown").exitCode()).isZero();
    }
  }

  @Test
  void aFullDiskIsTold() throws IOException {
    try (Mount disk = Mount.tmpfs(directory.resolve("full"), Integer.toString(SMALL_DISK))) {
      results("full", SampleTrials.completed(SampleTrials.SGD, 0));
      assertToldOf("No space left on device", disk.root());
      assertThat(disk.root().toFile().list()).noneMatch(file -> file.startsWith(".writing-"));
      assertThat(Files.exists(disk.root().resolve("report.html"))).isFalse();
    }
  }

  private static void assertToldOf(String reason, Path results) {
    assertThat(execute("report", results.toString()))
        .isEqualTo(
            new End(
                2,
                "",
                "geodesic: Cannot write file:%s/report.html (%s); make it writable and make room, or take --markdown, which writes no file\n"
                    .formatted(results, reason)));
  }
}
