package dev.geodesic.cli;

import dev.geodesic.sweep.Progress;
import dev.geodesic.sweep.SweepObserver;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Shows a run on standard output. */
final class Console implements SweepObserver {
  private final PrintStream out;
  private final @Nullable TerminalFrame frame;

  private Console(PrintStream out, @Nullable TerminalFrame frame) {
    this.out = out;
    this.frame = frame;
  }

  /** Returns a display for a terminal, or plain lines where {@code out} goes elsewhere. */
  static Console of(PrintStream out) {
    return new Console(out, Terminal.isInteractive() ? new TerminalFrame(out) : null);
  }

  @Override
  public void say(String line) {
    if (frame == null) {
      out.println(line);
    } else {
      frame.say(line);
    }
  }

  @Override
  public Display training(Progress progress) {
    return frame == null
        ? ProgressLine.plain(progress, out)
        : new ProgressBars(progress, frame, () -> Terminal.width(out), Terminal.colors()).started();
  }
}
