package dev.geodesic.report.page;

import dev.geodesic.report.Digits;
import dev.geodesic.report.page.Tuned.Entry;
import dev.geodesic.store.run.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the texts and tables of the report as GitHub's Markdown, for READMEs and mail. */
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String of(PageData data) {
    List<String> parts = new ArrayList<>();
    SweepSummary night = data.night();
    parts.add("# " + text(night.sweep()));
    parts.add(
        "%s; %,d configurations; written %s."
            .formatted(counts(night.trials()), night.configurations(), night.written()));
    for (ProblemReport problem : data.problems()) {
      parts.add("## " + text(problem.label()));
      parts.add(text(problem.headline()));
      problem.tuned().stream()
          .filter(tuned -> !tuned.entries().isEmpty())
          .forEach(
              tuned -> {
                parts.add(table(tuned));
                parts.add(text(tuned.note()));
              });
      if (!problem.confirmed().isEmpty()) {
        parts.add(confirmed(problem));
      }
    }
    if (!night.lost().isEmpty()) {
      parts.add("## Failures and divergence");
      parts.add(lost(night.lost()));
    }
    if (!night.runs().isEmpty()) {
      parts.add("## Runs");
      night.runs().forEach(run -> parts.add(run(run)));
    }
    return String.join("\n\n", parts) + "\n";
  }

  private static String counts(Map<String, Long> trials) {
    if (trials.isEmpty()) {
      return "No trial has ended yet";
    }
    return trials.entrySet().stream()
        .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String table(Tuned tuned) {
    String baseline = tuned.baseline();
    String minus = baseline == null ? "difference" : "minus " + baseline;
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            tuned.criterion(),
            "holdout loss",
            minus,
            "95 %",
            "p",
            "verdict",
            "lost",
            "tried",
            "configuration"));
    for (Entry entry : tuned.entries()) {
      PairedComparison comparison = entry.comparison();
      rows.add(
          List.of(
              entry.optimizer(),
              Words.estimate(entry.loss()),
              comparison == null ? "–" : Words.signed(comparison.difference()),
              comparison == null
                  ? "–"
                  : "%s to %s"
                      .formatted(Words.signed(comparison.low()), Words.signed(comparison.high())),
              Words.probability(entry.p()),
              entry.verdict(),
              "%d of %d".formatted(entry.lost(), entry.seeds()),
              Integer.toString(entry.tried()),
              entry.label()));
    }
    return table(rows);
  }

  private static String confirmed(ProblemReport problem) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "confirmed on fresh seeds",
            "place in the search",
            problem.measure() + " there",
            "holdout loss",
            "lost",
            "configuration"));
    for (Confirmed each : problem.confirmed()) {
      rows.add(
          List.of(
              each.optimizer(),
              Integer.toString(each.place()),
              Words.estimate(each.chosenBy()),
              Words.estimate(each.loss()),
              "%d of %d".formatted(each.lost(), each.seeds()),
              each.label()));
    }
    return table(rows);
  }

  private static String lost(List<Lost> lost) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("status", "class", "optimizer", "trials", "cause"));
    for (Lost each : lost) {
      rows.add(
          List.of(
              each.status(),
              each.trouble(),
              each.optimizer(),
              Long.toString(each.trials()),
              (each.causes() > 1 ? "for example: " : "") + each.cause()));
    }
    return table(rows);
  }

  private static String run(Manifest.Run run) {
    Manifest.Work work = run.work();
    return "- %s to %s: %,d packs in %s s, predicted %s s (%s to %s); %s on %s, commit %s"
        .formatted(
            run.started(),
            run.ended(),
            work.packs(),
            Digits.six(work.seconds()),
            Digits.six(work.predictedSeconds()),
            Digits.six(work.predictedLow()),
            Digits.six(work.predictedHigh()),
            text(run.spark().master()),
            text(run.machine().processor()),
            run.code().gitCommit());
  }

  /** Returns a table in Markdown; the first row is the header. */
  private static String table(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(
          row.stream().map(ReportMarkdown::text).collect(Collectors.joining(" | ", "| ", " |")));
      if (lines.size() == 1) {
        lines.add("|---".repeat(row.size()) + "|");
      }
    }
    return String.join("\n", lines);
  }

  /** Returns a text on one line with all characters escaped that are markup or separate cells. */
  private static String text(String words) {
    return words.replaceAll("([\\\\`*_<>\\[\\]|#&])", "\\\\$1").replaceAll("\\R", " ");
  }
}
