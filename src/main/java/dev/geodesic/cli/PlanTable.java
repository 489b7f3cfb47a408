package dev.geodesic.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.geodesic.space.Pack;
import dev.geodesic.sweep.Durations;
import dev.geodesic.sweep.Forecast;
import dev.geodesic.sweep.SweepPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time of a plan goes: a row an optimizer, model, side and batch, longest first. */
final class PlanTable {
  private PlanTable() {}

  private record Kind(String optimizer, int side, int batch, List<Integer> hidden) {
    static Kind of(Pack pack) {
      Pack.Structure structure = pack.structure();
      return new Kind(
          structure.optimizer(),
          structure.data().downsample(),
          structure.data().batchSize(),
          structure.model().hidden());
    }
  }

  private record Share(int packs, int trials, double seconds) {
    static final Share NONE = new Share(0, 0, 0);

    Share with(Pack pack, double packSeconds) {
      return new Share(packs + 1, trials + pack.trials().size(), seconds + packSeconds);
    }
  }

  static String of(SweepPlan plan, Forecast forecast) {
    Map<Kind, Share> shares = new LinkedHashMap<>();
    for (int i = 0; i < plan.packs().size(); i++) {
      Pack pack = plan.packs().get(i).pack();
      Kind kind = Kind.of(pack);
      shares.put(kind, shares.getOrDefault(kind, Share.NONE).with(pack, forecast.packs().get(i)));
    }
    double all = forecast.packs().stream().mapToDouble(Double::doubleValue).sum();
    List<Object[]> rows = new ArrayList<>();
    shares.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue().seconds()))
        .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue(), all)));
    return AsciiTable.getTable(
        AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS,
        new Column[] {
          left("optimizer"),
          right("side"),
          right("batch"),
          left("hidden"),
          right("packs"),
          right("trials"),
          right("slot time"),
          right("share")
        },
        rows.toArray(Object[][]::new));
  }

  private static Object[] row(Kind kind, Share share, double all) {
    return new Object[] {
      kind.optimizer(),
      kind.side() == 0 ? "as it is" : kind.side(),
      kind.batch(),
      kind.hidden(),
      share.packs(),
      share.trials(),
      Durations.words(share.seconds()),
      String.format(Locale.ROOT, "%.0f %%", 100 * share.seconds() / all)
    };
  }

  private static Column left(String name) {
    return new Column()
        .header(name)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT);
  }

  private static Column right(String name) {
    return new Column()
        .header(name)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT);
  }
}
