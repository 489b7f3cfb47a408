package dev.geodesic.cli;

import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.Progress.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** Shows a bar, and below it what trains and the best so far of each optimizer. */
final class ProgressBars extends ProgressLine {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** Turns off the library's own clock, as this class has one. */
  private static final int NEVER = Integer.MAX_VALUE;

  private final Progress progress;
  private final TerminalFrame frame;
  private final IntSupplier width;
  private final Ansi colors;
  private final LastLine drawn = new LastLine();
  private final ProgressBar bar;

  /**
   * Creates a display that is redrawn at each {@link #show}.
   *
   * @param width supplies the present number of columns of the terminal
   */
  ProgressBars(Progress progress, TerminalFrame frame, IntSupplier width, Ansi colors) {
    super(INTERVAL);
    this.progress = progress;
    this.frame = frame;
    this.width = width;
    this.colors = colors;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("trials")
            .setInitialMax(progress.snapshot().trials())
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(NEVER)
            .setConsumer(drawn)
            .hideEta()
            .build();
  }

  @Override
  synchronized void show() {
    Snapshot snapshot = progress.snapshot();
    drawn.width = width.getAsInt();
    bar.stepTo(snapshot.done());
    bar.setExtraMessage("%s left".formatted(ProgressText.left(snapshot.secondsLeft())));
    bar.refresh();
    List<String> lines = new ArrayList<>();
    lines.add(drawn.line);
    lines.addAll(ProgressText.lines(snapshot, progress.standings(), drawn.width, colors));
    frame.draw(lines);
  }

  @Override
  public void close() {
    super.close();
    bar.close();
    frame.release();
  }

  /** Keeps the line that the library renders. */
  private static final class LastLine implements ProgressBarConsumer {
    private volatile int width = 80;
    private volatile String line = "";

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String rendered) {
      line = rendered;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
