package dev.geodesic.report.page;

import dev.geodesic.report.LossChart;
import dev.geodesic.report.SweepResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a sweep found, computed once and told in several ways. */
public final class MorningReport {
  /** Where the page lies among the results. */
  public static final String FILE = "report.html";

  private final SweepResults results;
  private final PageData data;

  private MorningReport(SweepResults results, PageData data) {
    this.results = results;
    this.data = data;
  }

  /**
   * Computes it.
   *
   * @param running how far a run is that goes on; null if none does
   */
  public static MorningReport of(SweepResults results, @Nullable String running) {
    return new MorningReport(results, new PageReader(results).read(running));
  }

  /** As one page that needs nothing else. */
  public String html() {
    return ReportPage.html(data);
  }

  /** Its words and tables, as GitHub's Markdown. */
  public String markdown() {
    return ReportMarkdown.of(data);
  }

  /**
   * Pictures for papers, those that have something to show.
   *
   * @return each by its name, as PNG
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
