package dev.geodesic.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** The common parts of the panels of pictures: size, axes, colors, and the writing of files. */
public final class Panels {
  static final int WIDTH = 1200;

  private static final int PLOT_HEIGHT = 540;
  private static final int LEGEND_ENTRY_HEIGHT = 28;
  private static final int CELL_HEIGHT = 34;
  private static final int AROUND_CELLS = 125;
  private static final int MARKER_SIZE = 9;
  private static final int TEXT_SIZE = 15;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT_SIZE);

  /** Okabe and Ito's palette, which colour-blind readers can distinguish, too. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0, 114, 178),
          new Color(213, 94, 0),
          new Color(0, 158, 115),
          new Color(204, 121, 167),
          new Color(230, 159, 0),
          new Color(86, 180, 233));

  /** The ticks of a decade that get a label, as there is no room for all. */
  private static final Set<Character> NAMED_ACROSS = Set.of('1', '2', '5');

  private static final Set<Character> NAMED_UPWARDS = Set.of('1', '2', '3', '4', '5', '7');

  private Panels() {}

  /** Returns an empty panel of the whole width with logarithmic axes, and a legend below. */
  public static XYChart logarithmic(String across, String upwards, int legendEntries) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(PLOT_HEIGHT + LEGEND_ENTRY_HEIGHT * legendEntries)
            .xAxisTitle(across)
            .yAxisTitle(upwards)
            .build();
    XYStyler styler = chart.getStyler();
    setTexts(styler);
    styler
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Vertical)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(TEXT)
        .setMarkerSize(MARKER_SIZE);
    styler
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setXAxisLogarithmicDecadeOnly(false)
        .setYAxisLogarithmicDecadeOnly(false)
        .setXAxisTickLabelsFormattingFunction(value -> tick(value, NAMED_ACROSS))
        .setYAxisTickLabelsFormattingFunction(value -> tick(value, NAMED_UPWARDS))
        .setPlotGridLinesColor(new Color(225, 225, 225));
    return chart;
  }

  /**
   * Returns an empty panel for whole percents in cells, over the whole width. Cells that are not
   * set are white.
   *
   * @param rows of cells
   */
  public static HeatMapChart percents(String across, String upwards, int rows) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(AROUND_CELLS + CELL_HEIGHT * rows)
            .xAxisTitle(across)
            .yAxisTitle(upwards)
            .build();
    setTexts(chart.getStyler());
    chart
        .getStyler()
        .setRangeColors(new Color[] {new Color(0xf2f5f8), new Color(0xea7a45)})
        .setMin(0)
        .setMax(100)
        .setShowValue(true)
        .setValueFont(TEXT)
        .setHeatMapValueDecimalPattern("0")
        .setPlotContentSize(1)
        .setLegendVisible(false);
    return chart;
  }

  private static void setTexts(AxesChartStyler styler) {
    styler.setAxisTickLabelsFont(TEXT).setAxisTitleFont(TEXT);
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleFont(TEXT.deriveFont(Font.BOLD, TEXT_SIZE + 3F));
  }

  private static String tick(double value, Set<Character> named) {
    String digits = Digits.six(value);
    String significant = digits.replaceFirst("e.*", "").replaceAll("^[0.]+|[0.]+$", "");
    return significant.length() == 1 && named.contains(significant.charAt(0)) ? digits : " ";
  }

  /** The color of an optimizer, by its place; the same in every panel. */
  public static Color color(int optimizer) {
    return COLORS.get(optimizer % COLORS.size());
  }

  /** The line of an optimizer, by its place: dotted where a color is used for the second time. */
  public static BasicStroke stroke(int optimizer) {
    return optimizer < COLORS.size()
        ? new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : broken(3, 1, 5);
  }

  /** A line of strokes and gaps of these lengths. */
  public static BasicStroke broken(float width, float drawn, float left) {
    return new BasicStroke(
        width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {drawn, left}, 0);
  }

  /** Writes panels as one picture, one below the other, and closes the stream. */
  public static void writePng(List<? extends Chart<?, ?>> panels, OutputStream out)
      throws IOException {
    try (out) {
      int height = panels.stream().mapToInt(Chart::getHeight).sum();
      BufferedImage picture = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      int y = 0;
      for (Chart<?, ?> panel : panels) {
        graphics.drawImage(BitmapEncoder.getBufferedImage(panel), 0, y, null);
        y += panel.getHeight();
      }
      graphics.dispose();
      ImageIO.write(picture, "png", out);
    }
  }
}
