package dev.geodesic.report.page;

import dev.geodesic.report.LossChart;
import dev.geodesic.store.ResultStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What a sweep found, computed once and told in several ways. */
public final class MorningReport {
  /** Where the page lies among the results. */
  public static final String FILE = "report.html";

  private final PageData data;

  private MorningReport(PageData data) {
    this.data = data;
  }

  /**
   * Computes it.
   *
   * @param spark whose registered views are of that sweep alone
   * @param store the sweep
   * @param running how far a run is that goes on; null if none does
   */
  public static MorningReport of(SparkSession spark, ResultStore store, @Nullable String running)
      throws IOException {
    return new MorningReport(new PageReader(spark).read(store, running));
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
   * Writes pictures among the results, those that have something to show.
   *
   * @param spark whose registered views are of that sweep alone
   * @return their names
   */
  public List<String> writePictures(SparkSession spark, ResultStore store) throws IOException {
    List<String> written = new ArrayList<>();
    LossChart loss = LossChart.of(spark);
    if (!loss.isEmpty()) {
      write(store, LossChart.FILE, loss::writePng, written);
    }
    SensitivityPicture sensitivity = SensitivityPicture.of(data);
    if (!sensitivity.isEmpty()) {
      write(store, SensitivityPicture.FILE, sensitivity::writePng, written);
    }
    DivergencePicture divergence = DivergencePicture.of(data);
    if (!divergence.isEmpty()) {
      write(store, DivergencePicture.FILE, divergence::writePng, written);
    }
    return written;
  }

  private interface Picture {
    void writeTo(ByteArrayOutputStream out) throws IOException;
  }

  private static void write(ResultStore store, String name, Picture picture, List<String> written)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    picture.writeTo(out);
    store.write(name, out.toByteArray());
    written.add(name);
  }
}
