package dev.geodesic.report.page;

import dev.geodesic.report.LossChart;
import dev.geodesic.report.SweepResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The report of a sweep, computed once and available as a page, as Markdown and as pictures. */
public final class MorningReport {
  /** The file name of the page in the results directory. */
  public static final String FILE = "report.html";

  private final SweepResults results;
  private final PageData data;

  private MorningReport(SweepResults results, PageData data) {
    this.results = results;
    this.data = data;
  }

  /**
   * Computes the report.
   *
   * @param running the progress of the current run; null if there is none
   */
  public static MorningReport of(SweepResults results, @Nullable String running) {
    return new MorningReport(results, new PageReader(results).read(running));
  }

  /** Returns the report as one self-contained HTML page. */
  public String html() {
    return ReportPage.html(data);
  }

  /** Returns the texts and tables of the report as GitHub's Markdown. */
  public String markdown() {
    return ReportMarkdown.of(data);
  }

  /**
   * Draws the pictures for papers. Pictures without content are left out.
   *
   * @return PNG files by file name
   */
  public SortedMap<String, byte[]> pictures() throws IOException {
    SortedMap<String, byte[]> drawn = new TreeMap<>();
    LossChart loss = LossChart.of(results);
    if (!loss.isEmpty()) {
      drawn.put(LossChart.FILE, bytes(loss::writePng));
    }
    SensitivityPicture sensitivity = SensitivityPicture.of(data);
    if (!sensitivity.isEmpty()) {
      drawn.put(SensitivityPicture.FILE, bytes(sensitivity::writePng));
    }
    DivergencePicture divergence = DivergencePicture.of(data);
    if (!divergence.isEmpty()) {
      drawn.put(DivergencePicture.FILE, bytes(divergence::writePng));
    }
    return drawn;
  }

  private interface Picture {
    void writeTo(OutputStream out) throws IOException;
  }

  private static byte[] bytes(Picture picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    picture.writeTo(out);
    return out.toByteArray();
  }
}
