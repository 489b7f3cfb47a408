package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.machine.Machine;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.sweep.plan.SweepPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherResultsTest {
  private static final Set<String> FINISHED = Set.of("a", "b");

  private static Map<String, Object> conf(String dataset, int steps) {
    return Map.of(
        "data", Map.of("dataset", dataset),
        "sweep", Map.of("steps", steps),
        "optimizers", List.of(Map.of("name", dataset)));
  }

  private static Manifest.Run run(Map<String, Object> conf) {
    return new Manifest.Run(
        "2026-11-01T22:00:00Z",
        "2026-11-02T06:00:00Z",
        conf,
        new Manifest.Code("1", "abc", "false"),
        Map.of(),
        Map.of(),
        Map.of(),
        new Machine("host-1", 2, 1L << 33, "a processor", "Linux"),
        List.of(),
        new Manifest.SparkSetup("local[2]", 2, Map.of()),
        new Manifest.Work(8, 100, 20, 80, 60, 90, "a probe"),
        Map.of());
  }

  private static Optional<String> line(int done, Set<String> finished, List<Manifest.Run> runs) {
    SweepPlan plan = new SweepPlan(List.of(), 0, done, List.of(), List.of());
    return OtherResults.describe("results/night", plan, finished, runs, conf("mnist", 20));
  }

  @Test
  void resultsOfAnotherConfAreTold() {
    assertThat(line(0, FINISHED, List.of(run(conf("mnist", 5)), run(conf("/a/b.svm", 10)))))
        .hasValue(
            "results/night holds 2 trials and none of this sweep (data.dataset was /a/b.svm, is mnist,"
                + " other optimizers, sweep.steps was 10, is 20); they stay, and are compared by"
                + " themselves; to keep sweeps apart set sweep.name or --results");
    assertThat(line(0, FINISHED, List.of()).orElse(""))
        .startsWith("results/night holds 2 trials and none of this sweep; they stay");
  }

  @Test
  void aSweepThatGoesOnIsNotTold() {
    assertThat(line(1, FINISHED, List.of(run(conf("/a/b.svm", 10))))).isEmpty();
    assertThat(line(0, Set.of(), List.of())).isEmpty();
  }
}
