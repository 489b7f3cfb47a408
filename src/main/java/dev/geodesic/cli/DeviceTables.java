package dev.geodesic.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.geodesic.check.PrimitiveSpeed;
import dev.geodesic.check.Verdict;
import dev.geodesic.proof.StepCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the findings of a check of a device as tables. */
final class DeviceTables {
  private static final double MICROSECONDS = 1e6;
  private static final double GIGA = 1e9;

  private DeviceTables() {}

  static String facts(Map<String, String> facts) {
    return facts.entrySet().stream()
        .map(fact -> "%-10s %s".formatted(fact.getKey(), fact.getValue()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Makes the table of verdicts; the worst error is shown as a part of the allowed one. */
  static String verdicts(List<Verdict> verdicts) {
    Column[] columns = {
      Columns.of("primitive or solver", HorizontalAlign.LEFT),
      Columns.of("checks", HorizontalAlign.RIGHT),
      Columns.of("failed", HorizontalAlign.RIGHT),
      Columns.of("worst error / allowed", HorizontalAlign.RIGHT),
      Columns.of("", HorizontalAlign.LEFT)
    };
    return table(
        columns,
        verdicts.stream()
            .map(
                verdict ->
                    new Object[] {
                      verdict.primitive(),
                      verdict.checks(),
                      verdict.failed(),
                      number("%.2g", verdict.worst()),
                      verdict.passed() ? "pass" : "FAIL"
                    })
            .toArray(Object[][]::new));
  }

  static String speeds(List<PrimitiveSpeed> speeds) {
    Column[] columns = {
      Columns.of("primitive", HorizontalAlign.LEFT),
      Columns.of("of", HorizontalAlign.LEFT),
      Columns.of("us a call", HorizontalAlign.RIGHT),
      Columns.of("rate", HorizontalAlign.RIGHT)
    };
    return table(
        columns,
        speeds.stream()
            .map(
                speed ->
                    new Object[] {
                      speed.primitive(),
                      speed.size(),
                      number("%.1f", MICROSECONDS * speed.seconds()),
                      rate(speed)
                    })
            .toArray(Object[][]::new));
  }

  /** Makes the table of what a step is told to the device, with a column for each kind of that. */
  static String steps(List<StepCounts> steps) {
    List<String> kinds =
        steps.stream()
            .flatMap(step -> step.counts().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    List<Column> columns = new ArrayList<>();
    columns.add(Columns.of("a step of", HorizontalAlign.LEFT));
    kinds.forEach(kind -> columns.add(Columns.of(kind, HorizontalAlign.RIGHT)));
    columns.add(Columns.of("", HorizontalAlign.LEFT));
    return table(
        columns.toArray(Column[]::new),
        steps.stream().map(step -> row(step, kinds)).toArray(Object[][]::new));
  }

  private static Object[] row(StepCounts step, List<String> kinds) {
    List<Object> row = new ArrayList<>();
    row.add(step.method());
    kinds.stream()
        .map(step.counts()::get)
        .forEach(count -> row.add(count == null ? "" : number("%.1f", count)));
    row.add(step.trouble() == null ? "" : "cannot: " + step.trouble());
    return row.toArray();
  }

  private static String rate(PrimitiveSpeed speed) {
    return speed.work() == 0
        ? ""
        : number("%.2f ", speed.work() / speed.seconds() / GIGA) + speed.unit().rate();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String table(Column[] columns, Object[][] rows) {
    return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, columns, rows);
  }
}
