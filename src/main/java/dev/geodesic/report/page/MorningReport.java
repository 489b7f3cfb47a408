package dev.geodesic.report.page;

import dev.geodesic.report.SweepResults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.function.IOConsumer;
import org.jspecify.annotations.Nullable;

/** The report of a sweep, computed once and available as a page, as Markdown and as pictures. */
public final class MorningReport {
  /** The file name of the page in the results directory. */
  public static final String FILE = "report.html";

  /** The file name of the picture of losses. */
  public static final String LOSS_PICTURE = LossPicture.FILE;

  private final PageData data;

  private MorningReport(PageData data) {
    this.data = data;
  }

  /**
   * Computes the report.
   *
   * @param running the progress of the current run; null if there is none
   */
  public static MorningReport of(SweepResults results, @Nullable String running) {
    return new MorningReport(new PageReader(results).read(running));
  }

  /** Returns the report as one self-contained HTML page. */
  public String html() {
    return ReportPage.html(data);
  }

  /** Returns the texts and tables of the report as GitHub's Markdown. */
  public String markdown() {
    return ReportMarkdown.of(data);
  }

  /** Draws the loss against the step; empty if no trial took one. */
  public Optional<byte[]> lossPicture() throws IOException {
    LossPicture loss = LossPicture.of(data);
    return loss.isEmpty() ? Optional.empty() : Optional.of(bytes(loss::writePng));
  }

  /**
   * Draws the pictures for papers. Pictures without content are left out.
   *
   * @return PNG files by file name
   */
  public SortedMap<String, byte[]> pictures() throws IOException {
    SortedMap<String, byte[]> drawn = new TreeMap<>();
    lossPicture().ifPresent(picture -> drawn.put(LossPicture.FILE, picture));
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

  private static byte[] bytes(IOConsumer<OutputStream> picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    picture.accept(out);
    return out.toByteArray();
  }
}
