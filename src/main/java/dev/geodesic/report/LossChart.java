package dev.geodesic.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Training loss against step for the best configuration of each optimizer: a thin line a seed, each
 * to its own end, and a thick one for the median while at least half of the seeds are alive.
 */
final class LossChart {
  static final String FILE = "loss.png";

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 700;

  /**
   * Windows of steps that are averaged, for each tenfold number of steps: one step at the start,
   * where much happens, and many later, where the loss of a small batch is mostly noise.
   */
  private static final int WINDOWS_A_DECADE = 12;

  /** Okabe and Ito's palette, told apart by colour-blind readers too. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0, 114, 178),
          new Color(213, 94, 0),
          new Color(0, 158, 115),
          new Color(204, 121, 167),
          new Color(230, 159, 0),
          new Color(86, 180, 233));

  private static final int FAINT = 70;

  private final XYChart chart;

  private LossChart(XYChart chart) {
    this.chart = chart;
  }

  /** Draws the sweep whose views are registered. */
  static LossChart of(SparkSession spark) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Training loss, best configuration of each optimizer")
            .xAxisTitle("step")
            .yAxisTitle("cross-entropy of the batch (nats)")
            .build();
    style(chart);
    List<Row> best =
        BestConfigurations.query(spark).orderBy("downsample", "optimizer").collectAsList();
    for (int i = 0; i < best.size(); i++) {
      add(chart, spark, best.get(i), COLORS.get(i % COLORS.size()));
    }
    return new LossChart(chart);
  }

  private static void style(XYChart chart) {
    chart
        .getStyler()
        .setLegendPosition(Styler.LegendPosition.InsideNE)
        .setChartBackgroundColor(Color.WHITE)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    chart
        .getStyler()
        .setYAxisLogarithmic(true)
        .setXAxisLogarithmic(true)
        .setPlotGridLinesColor(new Color(225, 225, 225))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
  }

  private static void add(XYChart chart, SparkSession spark, Row configuration, Color color) {
    int seeds = Math.toIntExact(configuration.<Long>getAs("seeds"));
    List<Window> windows = windows(spark, configuration);
    for (int seed : windows.stream().map(Window::seed).distinct().toList()) {
      List<Window> own = windows.stream().filter(window -> window.seed == seed).toList();
      Color faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), FAINT);
      line(chart, label(configuration) + " seed " + seed, own, faint, 1).setShowInLegend(false);
    }
    List<Window> medians = new ArrayList<>();
    for (int step : windows.stream().map(Window::step).distinct().sorted().toList()) {
      double[] alive =
          windows.stream()
              .filter(window -> window.step == step)
              .mapToDouble(Window::loss)
              .toArray();
      if (2 * alive.length >= seeds) {
        medians.add(new Window(-1, step, StatUtils.percentile(alive, 50)));
      }
    }
    if (!medians.isEmpty()) {
      line(chart, label(configuration), medians, color, 3);
    }
  }

  /** The mean loss of one seed over some consecutive steps, the last of which is {@code step}. */
  private record Window(int seed, int step, double loss) {}

  private static List<Window> windows(SparkSession spark, Row configuration) {
    String id = configuration.getAs("configuration_id");
    return spark
        .table("curves")
        .where("configuration_id = '%s'".formatted(id))
        .selectExpr(
            "seed",
            "round(log10(step) * %d) AS window".formatted(WINDOWS_A_DECADE),
            "step",
            "train_loss")
        .groupBy("seed", "window")
        .agg(functions.max("step").as("step"), functions.avg("train_loss"))
        .drop("window")
        .orderBy("seed", "step")
        .collectAsList()
        .stream()
        .map(row -> new Window(row.getInt(0), row.getInt(1), row.getDouble(2)))
        .toList();
  }

  private static XYSeries line(
      XYChart chart, String name, List<Window> windows, Color color, float width) {
    XYSeries series =
        chart.addSeries(
            name,
            windows.stream().mapToDouble(Window::step).toArray(),
            windows.stream().mapToDouble(Window::loss).toArray());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    return series;
  }

  private static String label(Row configuration) {
    StringBuilder label = new StringBuilder(configuration.<String>getAs("optimizer"));
    for (String parameter : List.of("learning_rate", "reltol", "damping")) {
      Double value = configuration.getAs(parameter);
      if (value != null && value != 0) {
        label.append(String.format(Locale.ROOT, ", %s %s", parameter.replace('_', ' '), value));
      }
    }
    long lost = configuration.<Long>getAs("lost");
    long seeds = configuration.<Long>getAs("seeds");
    int side = configuration.<Integer>getAs("downsample");
    label.append(side == 0 ? "" : ", side " + side);
    label.append(lost == 0 ? "" : " (%d of %d seeds diverged)".formatted(lost, seeds));
    return label.toString();
  }

  /** Writes the picture and closes the stream. */
  void writePng(OutputStream out) throws IOException {
    try (out) {
      ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", out);
    }
  }
}
