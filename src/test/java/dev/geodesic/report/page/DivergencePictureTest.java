package dev.geodesic.report.page;

import static dev.geodesic.report.page.SampleConfigurations.configuration;
import static dev.geodesic.report.page.SampleConfigurations.withoutResult;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapSeries;

/** The picture holds the numbers that the page shows. */
class DivergencePictureTest {
  private static final double LOST = Double.NaN;

  private static final List<Configuration> TRIED =
      List.of(
          configuration("natural-gradient", 1, 0.1, Map.of("reltol", 1e-2), 0.4, 0.6),
          withoutResult(
              3, configuration("natural-gradient", 2, 1, Map.of("reltol", 1e-2), 0.7, 0.8, LOST)),
          configuration("natural-gradient", 3, 0.1, Map.of("damping", 0.5, "warm_up", 2), 0.9, 0.9),
          configuration("natural-gradient", 4, 1, Map.of("reltol", 1e-6), LOST, LOST),
          withoutResult(2, configuration("natural-gradient", 5, 10, Map.of("reltol", 1e-6))),
          configuration("sgd", 1, 0.1, 0.5, 0.6),
          configuration("adam", 1, 0.1, Map.of("beta1", 0.5), 0.5, 0.6),
          configuration("adam", 2, 1, Map.of("beta1", 0.9, "epsilon", 1e-8), LOST, 0.6));

  private static PageData data(List<Configuration> tried) {
    SweepSummary night =
        new SweepSummary(
            "night", "2026-11-25T03:00:00Z", null, Map.of(), 1, List.of(), List.of(), List.of());
    return new PageData(
        night, List.of(problem("mnist, 14 × 14", tried), problem("mnist, 7 × 7", tried)));
  }

  private static ProblemReport problem(String label, List<Configuration> tried) {
    return new ProblemReport(
        label,
        "",
        "holdout loss",
        tried.size(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        DivergenceMap.of(tried),
        ParallelCoordinates.of(tried),
        Costs.of(tried));
  }

  private static List<JsonNode> mapsOfThePage(PageData data, int problem) throws IOException {
    String html = ReportPage.html(data);
    String start = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(start) + start.length();
    JsonNode page =
        new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    JsonNode maps = page.at("/problems/%d/divergence".formatted(problem));
    return StreamSupport.stream(maps.spliterator(), false).toList();
  }

  @Test
  void everyCellIsTheShareThatThePageShows() throws IOException {
    PageData data = data(TRIED);
    List<HeatMapChart> panels = DivergencePicture.of(data).panels();
    assertThat(panels)
        .extracting(panel -> panel.getTitle().replaceFirst(".*: ", ""), HeatMapChart::getYAxisTitle)
        .startsWith(
            tuple("adam, mnist, 14 × 14", "beta1"),
            tuple("natural-gradient, mnist, 14 × 14", "reltol"),
            tuple("natural-gradient, mnist, 14 × 14", "damping"))
        .hasSize(6);
    for (int problem = 0; problem < 2; problem++) {
      for (HeatMapChart panel : panels.subList(3 * problem, 3 * problem + 3)) {
        String optimizer = panel.getTitle().replaceFirst(".*: (.*?), .*", "$1");
        JsonNode map =
            mapsOfThePage(data, problem).stream()
                .filter(each -> each.get("optimizer").asText().equals(optimizer))
                .filter(each -> each.at("/other/column").asText().equals(panel.getYAxisTitle()))
                .findFirst()
                .orElseThrow();
        HeatMapSeries drawn = panel.getHeatMapSeries();
        assertThat(texts(map.at("/rates/words"))).isEqualTo(drawn.getXData());
        assertThat(texts(map.at("/other/words"))).isEqualTo(drawn.getYData());
        assertThat(List.<Number[]>copyOf(drawn.getHeatData()))
            .containsExactlyElementsOf(percents(map));
      }
    }
  }

  private static List<String> texts(JsonNode words) {
    return StreamSupport.stream(words.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** As the page writes them; a cell of which no trial ended has nothing to write. */
  private static List<Number[]> percents(JsonNode map) {
    List<Number[]> percents = new ArrayList<>();
    for (JsonNode cell : map.get("cells")) {
      if (!cell.get("share").isNull()) {
        double share = cell.get("diverged").asDouble() / cell.get("ended").asDouble();
        assertThat(cell.get("share").asDouble()).isEqualTo(share);
        percents.add(
            new Number[] {cell.get("x").asInt(), cell.get("y").asInt(), Math.round(100 * share)});
      }
    }
    return percents;
  }

  /** Half of two rows by two rates: one diverged whole, one did not, two were never tried. */
  @Test
  void theFileIsPaintedInTheColoursOfThePage() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DivergencePicture.of(
            data(
                List.of(
                    configuration("cg", 1, 0.1, Map.of("damping", 1.0), 0.5),
                    configuration("cg", 2, 1, Map.of("damping", 0.1), LOST))))
        .writePng(png);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
    long all = pixels(picture, 0xffea7a45);
    long none = pixels(picture, 0xfff2f5f8);
    assertThat(all).isGreaterThan(picture.getWidth() * (picture.getHeight() / 10L));
    assertThat(none).isBetween(all * 9 / 10, all * 11 / 10);
  }

  private static long pixels(BufferedImage picture, int color) {
    int width = picture.getWidth();
    return Arrays.stream(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width))
        .filter(pixel -> pixel == color)
        .count();
  }

  @Test
  void whereNothingDivergedThereIsNoPicture() {
    assertThat(DivergencePicture.of(data(List.of(configuration("sgd", 1, 0.1, 0.5)))).isEmpty())
        .isTrue();
  }
}
