package dev.geodesic.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.DataSet;
import dev.geodesic.proof.Workload;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The kinds of packs that devices are compared at. */
class WorkloadsTest {
  private static final DataSet DATA = Sweeps.likeMnist();
  private static final DataSpec SPEC = Sweeps.data("mnist", 14, 8);

  private static List<Workload> of(OptimizerSpec... optimizers) {
    SweepPlan plan =
        SweepPlan.of(
            Sweeps.sweep(List.of(SPEC), List.of(optimizers), 3, 2),
            Map.of("mnist", DATA),
            Set.of());
    return Workloads.of(plan, Map.of("mnist", DATA));
  }

  /** Packs that differ in seeds and learning rates take as long, those of other sizes do not. */
  @Test
  void packsOfAKindAreCountedTogether() {
    List<Workload> found = of(Specs.sgd(0.1), Specs.sgd(0.2), Specs.sgd(0.3));

    assertThat(found).hasSize(2);
    assertThat(found).extracting(workload -> workload.pack().trials().size()).containsExactly(2, 1);
    int steps = Sweeps.SCHEDULE.steps();
    assertThat(found).extracting(Workload::trialSteps).containsExactly(6.0 * steps, 3.0 * steps);
    assertThat(found)
        .allSatisfy(
            workload -> {
              assertThat(workload.features()).isEqualTo(14 * 14);
              assertThat(workload.classes()).isEqualTo(10);
              assertThat(workload.nonzeros()).isEqualTo(14 * 14);
            });
  }

  @Test
  void whatChangesTheProgramIsAKindOfItsOwn() {
    List<Workload> found =
        of(
            Specs.sgd(0.1),
            Sweeps.natural(0.1, 0, 0.1, Solver.AUTO),
            Sweeps.natural(0.1, 0, 0.2, Solver.AUTO),
            Sweeps.natural(0.1, 1e-2, 0, Solver.AUTO));

    assertThat(found).extracting(Workload::kind).doesNotHaveDuplicates();
    assertThat(found.get(found.size() - 1).kind()).as("that of least work").startsWith("sgd");
    assertThat(found)
        .extracting(Workload::kind)
        .anyMatch(kind -> kind.contains("reltol=false damping=true"))
        .anyMatch(kind -> kind.contains("reltol=true damping=false"));
  }
}
