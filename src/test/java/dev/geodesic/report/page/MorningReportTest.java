package dev.geodesic.report.page;

import static dev.geodesic.report.page.SampleConfigurations.configuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

class MorningReportTest {
  private static final String EVIL = "</script><script>alert(1)</script> | `x` \n# y";

  private static PageData data(String name) {
    List<Configuration> tried =
        List.of(
            configuration("sgd", 1, 0.1, 0.5, 0.6, 0.55, 0.52),
            configuration("adam", 1, 0.1, 0.4, 0.5, 0.45, Double.NaN));
    Tuned tuned = Tuned.of("after all steps", tried, Scores.afterAllSteps(tried));
    SweepSummary night =
        new SweepSummary(
            name,
            "2026-11-25T03:00:00Z",
            null,
            Map.of("COMPLETED", 7L, "DIVERGED", 1L),
            2,
            List.of(new Lost("DIVERGED", "DIVERGED", "adam", 1, name, 1, List.of("host-1"), "abc")),
            List.of(),
            List.of());
    return new PageData(
        night,
        List.of(
            new ProblemReport(
                name,
                Headline.of(tuned),
                "holdout loss",
                tried.size(),
                new ProblemReport.Fit(Double.NaN, 0.3, 0.9, 10, true),
                List.of(tuned),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Sensitivity.of(tried),
                DivergenceMap.of(tried),
                ParallelCoordinates.of(tried),
                Costs.of(tried))));
  }

  private static String part(String html, String start, String end) {
    int from = html.indexOf(start) + start.length();
    return html.substring(from, html.indexOf(end, from));
  }

  @Test
  void theDataComeBackAsTheyWere() throws IOException {
    String html = ReportPage.html(data(EVIL));
    JsonNode data =
        new ObjectMapper()
            .readTree(part(html, "<script type=\"application/json\" id=\"data\">", "</script>"));
    assertThat(data.at("/night/sweep").asText()).isEqualTo(EVIL);
    assertThat(data.at("/problems/0/tuned/0/entries/0/optimizer").asText()).isEqualTo("sgd");
    assertThat(data.at("/problems/0/baseline/trainLoss").isNull()).as("NaN").isTrue();
    assertThat(html).doesNotContain("alert(1)</script>");
  }

  /** The policy names the very scripts that the page holds, and lets nothing else load or run. */
  @Test
  void noOtherScriptRunsAndNothingLoads() throws Exception {
    String html = ReportPage.html(data("night"));
    String policy = part(html, "Content-Security-Policy\" content=\"", "\">");
    Matcher scripts = Pattern.compile("(?s)<script>(.*?)</script>").matcher(html);
    String hashes =
        scripts
            .results()
            .map(found -> "'sha256-%s'".formatted(sha256(found.group(1))))
            .collect(Collectors.joining(" "));
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src " + hashes);
    assertThat(hashes.split(" ", -1)).hasSize(2);
    assertThat(html.replaceAll("(?s)<script>.*?</script>", ""))
        .doesNotContain("src=", "http:", "https:");
  }

  private static String sha256(String script) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asMarkdownNamesStayInTheirCells() {
    String markdown = ReportMarkdown.of(data(EVIL));
    assertThat(markdown)
        .startsWith("# \\</script\\>\\<script\\>alert(1)\\</script\\> \\| \\`x\\`  \\# y\n")
        .contains("; 2 configurations; written")
        .contains("| sgd | 0.5425 ± 0.0692 | – | – | – | baseline | 0 of 4 | 1 |");
    assertThat(markdown.lines().filter(line -> line.startsWith("| DIVERGED"))).hasSize(1);
  }

  @Test
  void thePictureHasALineForEachOptimizerWithSeveralLearningRates() {
    List<Configuration> tried =
        List.of(
            configuration("sgd", 1, 0.1, 0.5, 0.6),
            configuration("sgd", 2, 1, 0.7, 0.8),
            configuration("sgd", 3, 10, 70, 80),
            configuration("adam", 1, 0.1, 0.4, 0.5));
    SensitivityPicture picture = sensitivity(tried);
    assertThat(picture.panels()).hasSize(1);
    assertThat(picture.panels().get(0).getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly("sgd", "sgd at 0.1", "sgd at 1.0");
    assertThat(picture.panels().get(0).getSeriesCollection())
        .first()
        .satisfies(
            series -> {
              assertThat(series.getName()).isEqualTo("sgd");
              // What is far worse is left out.
              assertThat(series.getXData()).containsExactly(0.1, 1);
              assertThat(series.getYData()).containsExactly(0.55, 0.75);
            });
    assertThat(SensitivityPicture.of(data("night")).isEmpty()).isTrue();
  }

  /** Two seeds far apart: there is no place for half of that on a logarithmic axis. */
  @Test
  void anIntervalThatBeginsBelowZeroIsCut() throws IOException {
    SensitivityPicture picture =
        sensitivity(
            List.of(
                configuration("sgd", 1, 0.1, 0.2, 0.6), configuration("sgd", 2, 1, 0.5, 0.501)));

    picture.writePng(OutputStream.nullOutputStream());

    assertThat(picture.panels().get(0).getSeriesCollection())
        .filteredOn(series -> series.getName().equals("sgd at 0.1"))
        .singleElement()
        .satisfies(
            series ->
                assertThat(series.getYData())
                    .containsExactly(new double[] {0.2, 0.4 + 12.706204736 * 0.2}, within(1e-6)));
  }

  private static SensitivityPicture sensitivity(List<Configuration> tried) {
    return SensitivityPicture.of(
        new PageData(
            data("night").night(),
            List.of(
                new ProblemReport(
                    "mnist",
                    "",
                    "holdout loss",
                    tried.size(),
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Sensitivity.of(tried),
                    List.of(),
                    ParallelCoordinates.of(tried),
                    Costs.of(tried)))));
  }
}
