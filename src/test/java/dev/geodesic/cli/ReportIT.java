package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.store.DuckDb;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.print.PrintOptions;

/** The report of a real sweep on MNIST, in a real browser, beside DuckDB on the same Parquet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIT {
  private static final String CONF =
      """
      sweep { steps = 60, eval-every = 10, record-every = 2, seeds = { from = 0, count = 10 } }
      data { dataset = mnist, downsample = [14, 7, 4], batch-size = 16 }
      optimizers = [
        { name = sgd, learning-rate = { from = 0.01, to = 30, points = 8, scale = log } }
        { name = adam, learning-rate = { from = 0.001, to = 1, points = 8, scale = log } }
        { name = cg, learning-rate = { from = 0.03, to = 10, points = 8, scale = log }, damping = 0.1 }
        { name = natural-gradient, learning-rate = { from = 0.01, to = 10, points = 8, scale = log }
          reltol = [1e-6, 0.1] }
      ]
      """;

  private static final int PROBLEMS = 3;
  private static final int CONFIGURATIONS = 5 * 8 * PROBLEMS;
  private static final int WIDE = 1200;
  private static final int NARROW = 360;
  private static final int HEIGHT = 900;

  /** The page holds six digits. */
  private static final double RELATIVE = 1e-5;

  private Path directory = Path.of("");
  private @Nullable Browser started;

  private Browser browser() {
    assertThat(started).isNotNull();
    return started;
  }

  @BeforeAll
  void runTheSweep(@TempDir Path shared) throws IOException, InterruptedException {
    directory = shared;
    started = Browser.start(WIDE, HEIGHT);
    Files.writeString(directory.resolve("sweep.conf"), CONF);
    End end = run("sweep.conf", "sweep");
    assertThat(end.out()).contains("Look:    " + directory.resolve("sweep/report.html"));
  }

  private End run(String conf, String results) throws IOException, InterruptedException {
    End end = RunningProgram.start(directory, "run", conf, "--results", results).end();
    assertThat(end.exitCode()).as(end.out() + end.err()).isZero();
    return end;
  }

  @BeforeEach
  void openThePage() {
    browser().resize(WIDE, HEIGHT);
    browser().openReport(directory.resolve("sweep"));
  }

  @AfterAll
  void endTheBrowser() {
    if (started != null) {
      started.close();
    }
  }

  private List<List<@Nullable Object>> duckDb(String sql) throws Exception {
    return DuckDb.query(sql.replace("TRIALS", "'%s/sweep/packs/*.parquet'".formatted(directory)));
  }

  @Test
  void nothingIsSaidAndNothingLeavesThePage() throws IOException {
    assertThat(browser().console()).isEmpty();
    assertThat(browser().requests())
        .isNotEmpty()
        .allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
    assertThat(Files.size(directory.resolve("sweep/report.html"))).isLessThan(4_000_000);
  }

  @Test
  void theTableHasTheNumbersOfIndependentSql() throws Exception {
    List<Map<String, Object>> entries =
        browser().evaluate("return geodesic.data.problems[0].tuned[0].entries");
    List<List<@Nullable Object>> expected =
        duckDb(
            """
            WITH tried AS (
              SELECT optimizer, configuration_id, avg(test_loss) FILTER (status = 'COMPLETED') AS loss,
                     count(*) FILTER (status <> 'COMPLETED') AS lost
              FROM TRIALS WHERE downsample = 14 GROUP BY ALL),
            ranked AS (
              SELECT *, row_number() OVER (PARTITION BY optimizer ORDER BY lost, loss) AS place,
                     count(*) OVER (PARTITION BY optimizer) AS tried
              FROM tried WHERE loss IS NOT NULL)
            SELECT optimizer, configuration_id, loss, lost, tried FROM ranked WHERE place = 1
            ORDER BY lost > 0, loss
            """);
    assertThat(entries).hasSameSizeAs(expected).hasSize(4);
    for (int i = 0; i < entries.size(); i++) {
      Map<String, Object> entry = entries.get(i);
      assertThat(entry.get("optimizer")).isEqualTo(expected.get(i).get(0));
      assertThat(entry.get("id")).isEqualTo(expected.get(i).get(1));
      assertThat(entry.get("loss"))
          .extracting("mean", InstanceOfAssertFactories.DOUBLE)
          .isCloseTo((Double) expected.get(i).get(2), within(1e-12));
      assertThat(entry.get("lost")).isEqualTo(expected.get(i).get(3));
      WebElement row = browser().driver().findElements(By.cssSelector("#tuned tbody tr")).get(i);
      assertThat(row.getText()).startsWith((String) expected.get(i).get(0));
    }
  }

  @Test
  void differencesAreThoseOfIndependentSql() throws Exception {
    List<List<@Nullable Object>> expected =
        duckDb(
            """
            WITH halves AS (
              SELECT optimizer, configuration_id, seed % 2 AS half,
                     avg(test_loss) AS loss, count(*) AS seeds
              FROM TRIALS WHERE downsample = 14 AND status = 'COMPLETED' GROUP BY ALL),
            chosen AS (
              SELECT optimizer, half, configuration_id,
                     row_number() OVER (PARTITION BY optimizer, half ORDER BY seeds DESC, loss) AS place
              FROM halves),
            judged AS (
              SELECT t.optimizer, t.seed, t.test_loss
              FROM TRIALS t JOIN chosen c
                ON t.configuration_id = c.configuration_id AND t.seed % 2 <> c.half
              WHERE place = 1 AND status = 'COMPLETED')
            SELECT o.optimizer, avg(o.test_loss - b.test_loss), count(*)
            FROM judged o JOIN judged b ON o.seed = b.seed
            WHERE b.optimizer = 'BASELINE' AND o.optimizer <> b.optimizer GROUP BY ALL
            """
                .replace(
                    "BASELINE",
                    browser().evaluate("return geodesic.data.problems[0].tuned[0].baseline")));
    assertThat(expected).hasSize(3);
    for (List<@Nullable Object> row : expected) {
      Map<String, Object> comparison =
          browser()
              .evaluate(
                  "return geodesic.data.problems[0].tuned[0].entries.find(e => e.optimizer === '%s')"
                          .formatted(row.get(0))
                      + ".comparison");
      assertThat((Double) comparison.get("difference"))
          .isCloseTo((Double) row.get(1), within(1e-9));
      assertThat(comparison.get("pairs")).isEqualTo(row.get(2));
    }
  }

  @Test
  void curvesAreThoseOfIndependentSql() throws Exception {
    List<Map<String, Object>> series =
        browser()
            .evaluate(
                "return geodesic.charts.loss.getOption().series.filter(s => s.type === 'line')"
                    + ".map(s => ({id: s.id, data: s.data}))");
    assertThat(series).hasSize(4 + 1);
    assertThat(series.get(4).get("id")).isEqualTo("baseline");
    for (Map<String, Object> line : series.subList(0, 4)) {
      List<List<@Nullable Object>> expected =
          duckDb(
              """
              SELECT p.step, avg(p.test_loss) FROM (
                SELECT unnest(curve) AS p FROM TRIALS WHERE configuration_id = '%s')
              WHERE p.test_loss IS NOT NULL GROUP BY 1 ORDER BY 1
              """
                  .formatted(line.get("id")));
      assertSameNumbers(line.get("data"), expected);
    }
  }

  private static void assertSameNumbers(
      @Nullable Object drawn, List<List<@Nullable Object>> expected) {
    List<?> points = (List<?>) drawn;
    assertThat(points).isNotNull().hasSameSizeAs(expected);
    for (int i = 0; i < points.size(); i++) {
      List<?> point = (List<?>) points.get(i);
      for (int axis = 0; axis < 2; axis++) {
        double number = ((Number) expected.get(i).get(axis)).doubleValue();
        assertThat(((Number) point.get(axis)).doubleValue())
            .isCloseTo(number, within(Math.abs(number) * RELATIVE));
      }
    }
  }

  @Test
  void everyOtherChartHasDrawnWhatTheResultsHold() throws Exception {
    assertThat(browser().<List<Object>>evaluate("return Object.keys(geodesic.charts)"))
        .containsExactlyInAnyOrder(
            "loss", "sensitivity", "divergence", "importance", "parallel", "cost");
    assertSameNumbers(
        browser()
            .evaluate(
                "return geodesic.charts.sensitivity.getOption().series"
                    + ".find(s => s.id === 'sgd').data.map(p => p.value)"),
        duckDb(
            """
            SELECT learning_rate, avg(test_loss) FROM TRIALS
            WHERE downsample = 14 AND optimizer = 'sgd' AND status = 'COMPLETED'
            GROUP BY 1 ORDER BY 1
            """));
    List<List<@Nullable Object>> cells =
        duckDb(
            """
            SELECT count(*) FILTER (status IN ('COMPLETED', 'DIVERGED')),
                   count(*) FILTER (status = 'DIVERGED') FROM TRIALS
            WHERE downsample = 14 AND optimizer = 'natural-gradient'
            GROUP BY learning_rate, reltol ORDER BY learning_rate, reltol
            """);
    browser()
        .driver()
        .findElement(By.xpath("//div[@id='divergence-controls']//option[.='natural-gradient']"))
        .click();
    List<List<Number>> drawn =
        browser().evaluate("return geodesic.charts.divergence.getOption().series[0].data");
    List<List<Number>> ordered = new ArrayList<>(drawn);
    ordered.sort(
        (a, b) ->
            a.get(0).equals(b.get(0))
                ? Long.compare(a.get(1).longValue(), b.get(1).longValue())
                : Long.compare(a.get(0).longValue(), b.get(0).longValue()));
    assertThat(ordered).hasSameSizeAs(cells);
    for (int i = 0; i < cells.size(); i++) {
      double share =
          ((Number) cells.get(i).get(1)).doubleValue()
              / ((Number) cells.get(i).get(0)).doubleValue();
      assertThat(ordered.get(i).get(2).doubleValue()).isEqualTo(share);
    }
    assertThat(
            browser()
                .<List<Object>>evaluate(
                    "return geodesic.charts.parallel.getOption().series[0].data"))
        .hasSize(Math.toIntExact(completedConfigurations()));
    // Something is painted, in the colours of the lines.
    assertThat(
            browser().<Long>evaluate("return document.querySelectorAll('#loss svg path').length"))
        .isGreaterThan(10);
    assertThat(
            browser()
                .<Boolean>evaluate(
                    "const c = document.querySelector('#parallel canvas');"
                        + "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
                        + ".some((v, i) => i % 4 === 3 && v > 0)"))
        .isTrue();
  }

  /** The picture's size follows from the maps: a panel for each in which something diverged. */
  @Tag("slow")
  @Test
  void picturesHoldWhatThePageHolds() throws Exception {
    End end =
        RunningProgram.start(directory, "report", directory.resolve("sweep").toString(), "--png")
            .end();
    assertThat(end.exitCode()).as(end.err()).isZero();
    assertThat(end.out().lines())
        .extracting(line -> line.replaceFirst(".*/", ""))
        .containsExactly("report.html", "divergence.png", "loss.png", "sensitivity.png");
    List<Number> rows =
        browser()
            .evaluate(
                "return geodesic.data.problems.flatMap(p => p.divergence)"
                    + ".filter(m => m.cells.some(c => c.diverged > 0))"
                    + ".map(m => m.other ? m.other.words.length : 1)");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(PROBLEMS);
    BufferedImage picture = ImageIO.read(directory.resolve("sweep/divergence.png").toFile());
    assertThat(picture.getHeight())
        .isEqualTo(rows.stream().mapToInt(count -> 125 + 34 * count.intValue()).sum());
  }

  private long completedConfigurations() throws Exception {
    return (Long)
        duckDb(
                "SELECT count(DISTINCT configuration_id) FROM TRIALS"
                    + " WHERE downsample = 14 AND status = 'COMPLETED'")
            .get(0)
            .get(0);
  }

  @Test
  void hoveringTellsValuesAndANameIsolatesItsLines() {
    WebElement chart = browser().driver().findElement(By.cssSelector("#loss .chart"));
    new Actions(browser().driver()).moveToElement(chart).perform();
    String tip =
        browser()
            .evaluate("return document.querySelector('#loss .chart > div:last-child').innerText");
    assertThat(tip).startsWith("step ").contains("sgd").contains("±");

    String lines =
        "return geodesic.charts.loss.getOption().series.filter(s => s.type === 'line' && s.id !== 'baseline').length";
    assertThat(browser().<Long>evaluate(lines)).isEqualTo(4);
    browser().driver().findElement(By.xpath("//ul[@class='legend']//button[.='sgd']")).click();
    assertThat(browser().<Long>evaluate(lines)).isEqualTo(1);
    browser().driver().findElement(By.xpath("//ul[@class='legend']//button[.='sgd']")).click();
    assertThat(browser().<Long>evaluate(lines)).isEqualTo(4);
  }

  @Test
  void anotherProblemIsDrawnWhenChosen() {
    String before = browser().evaluate("return document.getElementById('headline').innerText");
    browser().driver().findElement(By.cssSelector("#problem-choice option:nth-child(3)")).click();
    assertThat(browser().<String>evaluate("return document.getElementById('headline').innerText"))
        .isNotEqualTo(before)
        .isEqualTo(browser().evaluate("return geodesic.data.problems[2].headline"));
    assertThat(browser().<String>evaluate("return geodesic.data.problems[2].label"))
        .isEqualTo("mnist, 4 × 4, softmax regression");
    assertThat(browser().console()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everybodyCanReadIt(String theme) {
    if (!browser().evaluate("return document.documentElement.dataset.theme").equals(theme)) {
      browser().driver().findElement(By.id("theme")).click();
    }
    browser().driver().findElements(By.tagName("summary")).forEach(WebElement::click);
    assertThat(new AxeBuilder().analyze(browser().driver()).getViolations())
        .extracting(Rule::getId, Rule::getNodes)
        .isEmpty();
  }

  @Test
  void aTelephoneShowsAllOfItAndPaperToo() {
    browser().resize(NARROW, HEIGHT);
    browser().driver().navigate().refresh();
    assertThat(browser().<Long>evaluate("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(NARROW);
    assertThat(
            browser().<Long>evaluate("return document.querySelector('#loss .chart').clientWidth"))
        .isBetween(NARROW / 2L, (long) NARROW);
    byte[] paper =
        Base64.getDecoder().decode(browser().driver().print(new PrintOptions()).getContent());
    assertThat(paper)
        .hasSizeGreaterThan(50_000)
        .startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
    assertThat(browser().console()).isEmpty();
  }

  /** Whatever a name holds is only a name. */
  @Tag("slow")
  @Test
  void namesAreOnlyNames() throws Exception {
    Path digits = directory.resolve("<img src=x onerror=document.title='owned'>");
    IdxFiles.write(digits, 14, 10, 200, 20);
    Files.writeString(
        directory.resolve("evil.conf"),
        """
        sweep { steps = 4, eval-every = 2, seeds = [0, 1, 2, 3], mllib-baseline = false }
        data { dataset = "%s", batch-size = 16 }
        optimizers = [ { name = sgd, learning-rate = [0.1, 1] }, { name = adam, learning-rate = 0.1 } ]
        """
            .formatted(digits));
    String results = "</script><script>document.title='owned'</script>".replace("/", "");
    run("evil.conf", results);
    browser().openReport(directory.resolve(results));
    assertThat(browser().driver().getTitle()).doesNotContain("owned");
    assertThat(browser().<String>evaluate("return document.body.innerText"))
        .contains("onerror=document.title");
    assertThat(browser().console()).isEmpty();
    assertThat(browser().<List<Object>>evaluate("return [...document.querySelectorAll('img')]"))
        .isEmpty();
  }

  @Test
  void theWholeSweepIsCounted() throws Exception {
    assertThat(browser().<Long>evaluate("return geodesic.data.night.configurations"))
        .isEqualTo(CONFIGURATIONS);
    Map<String, Object> counted = browser().evaluate("return geodesic.data.night.trials");
    for (List<@Nullable Object> row : duckDb("SELECT status, count(*) FROM TRIALS GROUP BY 1")) {
      assertThat(counted.get((String) row.get(0))).isEqualTo(row.get(1));
    }
    assertThat(browser().driver().findElement(By.id("runs")).getText()).contains("Predicted");
  }
}
