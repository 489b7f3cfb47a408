package dev.geodesic.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.geodesic.sweep.plan.Durations;
import dev.geodesic.sweep.plan.PlanShare;
import java.util.List;
import java.util.Locale;

/** Makes the table of a plan's time, with a row for each optimizer, model, side and batch. */
final class PlanTable {
  private static final Column[] COLUMNS = {
    Columns.of("optimizer", HorizontalAlign.LEFT),
    Columns.of("side", HorizontalAlign.RIGHT),
    Columns.of("batch", HorizontalAlign.RIGHT),
    Columns.of("hidden", HorizontalAlign.LEFT),
    Columns.of("packs", HorizontalAlign.RIGHT),
    Columns.of("trials", HorizontalAlign.RIGHT),
    Columns.of("slot time", HorizontalAlign.RIGHT),
    Columns.of("share", HorizontalAlign.RIGHT)
  };

  private PlanTable() {}

  static String of(List<PlanShare> shares) {
    double all = shares.stream().mapToDouble(PlanShare::seconds).sum();
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        COLUMNS,
        shares.stream().map(share -> row(share, all)).toArray(Object[][]::new));
  }

  private static Object[] row(PlanShare share, double all) {
    PlanShare.Group group = share.group();
    return new Object[] {
      group.optimizer(),
      group.side() == 0 ? "as it is" : group.side(),
      group.batch(),
      group.hidden(),
      share.packs(),
      share.trials(),
      Durations.words(share.seconds()),
      String.format(Locale.ROOT, "%.0f %%", 100 * share.seconds() / all)
    };
  }
}
