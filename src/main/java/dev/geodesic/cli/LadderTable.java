package dev.geodesic.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.geodesic.sweep.course.ExpectedRung;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the table of a halving's ladders, with a row for each rung that is left. */
final class LadderTable {
  private static final Column[] COLUMNS = {
    Columns.of("optimizer", HorizontalAlign.LEFT),
    Columns.of("bracket", HorizontalAlign.RIGHT),
    Columns.of("rung", HorizontalAlign.RIGHT),
    Columns.of("steps", HorizontalAlign.LEFT),
    Columns.of("configurations", HorizontalAlign.RIGHT),
    Columns.of("trials", HorizontalAlign.RIGHT),
    Columns.of("packs", HorizontalAlign.RIGHT),
    Columns.of("trial-steps", HorizontalAlign.RIGHT)
  };

  /** The rungs of one optimizer, of all its problems together. */
  private record Key(String optimizer, int bracket, int rung) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::optimizer)
            .thenComparing(Key::bracket, Comparator.reverseOrder())
            .thenComparing(Key::rung);

    static Key of(ExpectedRung rung) {
      return new Key(rung.optimizer(), rung.bracket(), rung.rung());
    }
  }

  private LadderTable() {}

  static String of(List<ExpectedRung> ladder) {
    Map<Key, List<ExpectedRung>> rows =
        ladder.stream()
            .collect(
                Collectors.groupingBy(
                    Key::of, () -> new TreeMap<>(Key.ORDER), Collectors.toList()));
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        COLUMNS,
        rows.entrySet().stream()
            .map(row -> row(row.getKey(), row.getValue()))
            .toArray(Object[][]::new));
  }

  private static Object[] row(Key key, List<ExpectedRung> rungs) {
    ExpectedRung first = rungs.get(0);
    return new Object[] {
      key.optimizer(),
      key.bracket(),
      key.rung(),
      "%,d to %,d".formatted(first.from() + 1, first.to()),
      "%,d".formatted(rungs.stream().mapToInt(ExpectedRung::configurations).sum()),
      "%,d".formatted(rungs.stream().mapToInt(ExpectedRung::trials).sum()),
      "%,d".formatted(rungs.stream().mapToInt(rung -> rung.packs().size()).sum()),
      "%,d".formatted(rungs.stream().mapToLong(ExpectedRung::trialSteps).sum())
    };
  }
}
