package dev.geodesic.sweep.plan;

import static dev.geodesic.sweep.Sweeps.natural;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.data.DataSet;
import dev.geodesic.space.Pack;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  private static final DataSet DATA = Sweeps.likeMnist();

  private static final List<OptimizerSpec> OPTIMIZERS =
      List.of(
          Specs.sgd(0.1),
          Specs.sgd(0.3),
          Specs.sgd(1),
          natural(0.1, 1e-2, 0, Solver.DENSE),
          natural(0.1, 1e-2, 0, Solver.GRAM),
          natural(0.3, 1e-2, 0, Solver.GRAM));

  private static SweepSpec sweep(List<OptimizerSpec> optimizers, int packSize) {
    return Sweeps.sweep(
        List.of(Sweeps.data("mnist", 14, 16), Sweeps.data("mnist", 28, 16)),
        optimizers,
        2,
        packSize);
  }

  private static SweepPlan plan(SweepSpec sweep, Set<String> finished) {
    return SweepPlan.of(sweep, Map.of("mnist", DATA), finished);
  }

  private static Set<String> ids(Stream<Trial> trials) {
    return trials.map(Trial::id).collect(Collectors.toSet());
  }

  private static Stream<TrialSpec> trials(SweepPlan plan) {
    return plan.packs().stream().flatMap(planned -> planned.pack().specs().stream());
  }

  private static List<Pack> packs(SweepPlan plan) {
    return plan.packs().stream().map(PlannedPack::pack).toList();
  }

  @Test
  void theLongestPackComesFirst() {
    SweepPlan plan = plan(sweep(OPTIMIZERS, 64), Set.of());
    assertThat(plan.trials()).hasSize(24);
    assertThat(plan.missing()).isEqualTo(24);
    assertThat(plan.packs())
        .hasSize(12)
        .isSortedAccordingTo(Comparator.comparingDouble(PlannedPack::cost).reversed());
    assertThat(plan.packs().stream().map(planned -> planned.pack().structure()))
        .extracting(
            structure -> structure.optimizer() + structure.optimizerStructure(),
            structure -> structure.data().downsample())
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("natural-gradientexact/dense/truncated", 28),
            org.assertj.core.groups.Tuple.tuple("natural-gradientexact/dense/truncated", 28),
            org.assertj.core.groups.Tuple.tuple("natural-gradientexact/dense/truncated", 14));
  }

  /** A pack is committed whole, so a resumed sweep finds whole packs finished. */
  @Test
  void aResumedSweepTrainsTheOtherPacksOfTheUndisturbedOne() {
    SweepSpec sweep = sweep(OPTIMIZERS, 2);
    List<Pack> undisturbed = packs(plan(sweep, Set.of()));
    Set<String> finished = new HashSet<>();
    for (int done = 0; done < undisturbed.size(); done++) {
      SweepPlan rest = plan(sweep, finished);
      assertThat(packs(rest)).isEqualTo(undisturbed.subList(done, undisturbed.size()));
      assertThat(rest.finished()).isEqualTo(finished.size());
      finished.addAll(ids(undisturbed.get(done).trials().stream()));
    }
    assertThat(plan(sweep, finished).packs()).isEmpty();
    assertThat(plan(sweep, finished).missing()).isZero();
  }

  @Test
  void anExtendedConfRunsWhatIsNewAlone() {
    Set<String> finished = ids(plan(sweep(OPTIMIZERS, 2), Set.of()).trials().stream());
    List<OptimizerSpec> more =
        Stream.concat(Stream.of(Specs.sgd(0.01), Specs.sgd(0.2)), OPTIMIZERS.stream()).toList();
    SweepPlan plan = plan(sweep(more, 2), finished);
    assertThat(plan.finished()).isEqualTo(24);
    assertThat(trials(plan))
        .hasSize(8)
        .allMatch(trial -> trial.optimizer() instanceof Sgd sgd && sgd.learningRate() < 0.3)
        .doesNotHaveDuplicates();
  }

  @Test
  void otherDataUnderTheSameNameAreNotDoneYet() {
    SweepSpec sweep = sweep(OPTIMIZERS, 64);
    Set<String> elsewhere =
        plan(sweep, Set.of()).trials().stream()
            .map(trial -> trial.spec().id("another fingerprint"))
            .collect(Collectors.toSet());
    assertThat(plan(sweep, elsewhere).missing()).isEqualTo(24);
  }

  @Test
  void duplicatesAreCountedAndDropped() {
    List<OptimizerSpec> twice = Stream.concat(OPTIMIZERS.stream(), OPTIMIZERS.stream()).toList();
    SweepPlan plan = plan(sweep(twice, 64), Set.of());
    assertThat(plan.duplicates()).isEqualTo(24);
    assertThat(plan.missing()).isEqualTo(24);
    assertThat(trials(plan)).hasSize(24).doesNotHaveDuplicates();
  }
}
