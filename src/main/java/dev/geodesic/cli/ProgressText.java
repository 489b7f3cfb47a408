package dev.geodesic.cli;

import dev.geodesic.sweep.Leaderboard.Leader;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.sweep.Progress.Snapshot;
import dev.geodesic.sweep.course.Climbing;
import dev.geodesic.sweep.plan.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/** Makes the text of a progress display. */
final class ProgressText {
  /** The most problems that a terminal shows. */
  private static final int MOST_PROBLEMS = 4;

  private ProgressText() {}

  /** Returns the whole progress in one line, for a file. */
  static String line(Snapshot snapshot, List<Standing> standings) {
    return "trials %d/%d: %s, %s left%s%s"
        .formatted(
            snapshot.done(),
            snapshot.trials(),
            counts(snapshot, Ansi.OFF),
            left(snapshot.secondsLeft()),
            snapshot.climbing().isEmpty() ? "" : "; " + climbing(snapshot.climbing()),
            best(standings));
  }

  /** Returns the best of every optimizer, each problem after a semicolon. */
  static String best(List<Standing> standings) {
    return standings.stream()
        .map(standing -> "; " + title(standing) + String.join(", ", entries(standing, Ansi.OFF)))
        .collect(Collectors.joining());
  }

  /**
   * Returns the lines below a bar.
   *
   * @param width the most columns of a line
   */
  static List<String> lines(Snapshot snapshot, List<Standing> standings, int width, Ansi colors) {
    List<String> lines = new ArrayList<>();
    String counts = counts(snapshot, Ansi.OFF);
    lines.add(counts.length() > width ? counts.substring(0, width) : counts(snapshot, colors));
    if (!snapshot.climbing().isEmpty()) {
      String climbing = climbing(snapshot.climbing());
      lines.add(climbing.substring(0, Math.min(width, climbing.length())));
    }
    standings.stream()
        .limit(MOST_PROBLEMS)
        .forEach(standing -> lines.add(best(standing, width, colors)));
    if (standings.size() > MOST_PROBLEMS) {
      String more = "and %d problems more".formatted(standings.size() - MOST_PROBLEMS);
      lines.add(more.substring(0, Math.min(width, more.length())));
    }
    return lines;
  }

  /** Returns the time left in words, or {@code ?} while it cannot be estimated. */
  static String left(double seconds) {
    return Double.isNaN(seconds) ? "?" : Durations.words(seconds);
  }

  /** Returns {@code climbing: 81 to step 100, 27 to step 300 (best .412)}, say. */
  private static String climbing(List<Climbing.Field> fields) {
    return fields.stream()
        .map(
            field ->
                "%,d to step %,d%s"
                    .formatted(
                        field.configurations(),
                        field.step(),
                        Double.isNaN(field.best())
                            ? ""
                            : " (best %s)".formatted(loss(field.best()))))
        .collect(Collectors.joining(", ", "climbing: ", ""));
  }

  private static String counts(Snapshot s, Ansi colors) {
    return String.format(
        Locale.ROOT,
        "%d running, %s, %s, %,.0f steps/s",
        s.running(),
        colored(colors, "yellow", s.diverged() > 0, s.diverged() + " diverged"),
        colored(colors, "red", s.failed() > 0, s.failed() + " failed"),
        s.stepsPerSecond());
  }

  /** Returns as many of the best as fit into {@code width} columns. */
  private static String best(Standing standing, int width, Ansi colors) {
    List<String> plain = entries(standing, Ansi.OFF);
    for (int shown = plain.size(); shown > 0; shown--) {
      if (listed(standing, plain, shown).length() <= width) {
        return listed(standing, entries(standing, colors), shown);
      }
    }
    String title = title(standing);
    return title.substring(0, Math.min(width, title.length()));
  }

  private static String listed(Standing standing, List<String> entries, int shown) {
    int hidden = entries.size() - shown;
    return title(standing)
        + String.join(", ", entries.subList(0, shown))
        + (hidden == 0 ? "" : ", and %d more".formatted(hidden));
  }

  private static String title(Standing standing) {
    return standing.problem().isEmpty() ? "best: " : "best at %s: ".formatted(standing.problem());
  }

  private static List<String> entries(Standing standing, Ansi colors) {
    List<Leader> leaders = standing.leaders();
    return IntStream.range(0, leaders.size())
        .mapToObj(
            place ->
                colored(
                    colors,
                    leaders.get(place).score().lost() > 0 ? "yellow" : "bold,green",
                    place == 0 || leaders.get(place).score().lost() > 0,
                    entry(leaders.get(place))))
        .toList();
  }

  /** Returns {@code adam .299}, say, and how many seeds were lost if any were. */
  private static String entry(Leader leader) {
    String lost =
        leader.score().lost() == 0
            ? ""
            : " (lost %d of %d)".formatted(leader.score().lost(), leader.seeds());
    return leader.optimizer()
        + (Double.isNaN(leader.score().loss()) ? "" : " " + loss(leader.score().loss()))
        + lost;
  }

  private static String loss(double loss) {
    String digits = String.format(Locale.ROOT, "%.3f", loss);
    return digits.startsWith("0.") ? digits.substring(1) : digits;
  }

  private static String colored(Ansi colors, String style, boolean isColored, String text) {
    return isColored ? colors.string("@|%s %s|@".formatted(style, text)) : text;
  }
}
