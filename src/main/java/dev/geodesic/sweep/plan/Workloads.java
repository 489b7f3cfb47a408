package dev.geodesic.sweep.plan;

import dev.geodesic.data.DataSet;
import dev.geodesic.proof.Workload;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kinds of packs of a plan, for whoever compares devices. */
public final class Workloads {
  /** More kinds would take longer to compare than the answer is worth. */
  private static final int MOST = 12;

  private Workloads() {}

  /**
   * Returns the kinds that most of the work is of, that of most work first.
   *
   * @param data by the name that the conf uses
   */
  public static List<Workload> of(SweepPlan plan, Map<String, DataSet> data) {
    Map<String, Kind> kinds = new HashMap<>();
    for (PlannedPack planned : plan.packs()) {
      DataSet set = PlannedPack.dataOf(planned.pack().structure().data(), data);
      Workload one = Workload.of(planned.pack(), set);
      kinds.merge(one.kind(), new Kind(one, planned.cost()), Kind::plus);
    }
    return kinds.values().stream()
        .sorted(Comparator.comparingDouble(Kind::cost).reversed())
        .limit(MOST)
        .map(Kind::workload)
        .toList();
  }

  private record Kind(Workload workload, double cost) {
    Kind plus(Kind other) {
      return new Kind(workload.plus(other.workload.trialSteps()), cost + other.cost);
    }
  }
}
