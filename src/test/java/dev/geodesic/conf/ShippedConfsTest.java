package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Packing;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The confs in {@code conf/} ask for what their comments say. */
class ShippedConfsTest {
  @Test
  void quickstartIsSmall() {
    SweepSpec sweep = read("quickstart");

    assertTrialsAndPacks(sweep, 72, 16);
    assertThat(sweep.name()).isEqualTo("quickstart");
    assertThat(sweep.schedule().steps()).isEqualTo(300);
    assertThat(sweep.optimizers())
        .allSatisfy(ShippedConfsTest::isDampedOrCutAtAHundredthOrIsFirstOrder);
  }

  /** At smaller cut-offs the truncated natural gradient diverges, which is no first look. */
  private static void isDampedOrCutAtAHundredthOrIsFirstOrder(OptimizerSpec optimizer) {
    if (optimizer instanceof NaturalGradient natural) {
      assertThat(natural.damping().initial() >= 0.1 || natural.reltol() >= 1e-2).isTrue();
    }
  }

  @Test
  void seedIsThePost() {
    SweepSpec sweep = read("seed");

    assertTrialsAndPacks(sweep, 32, 32);
    assertThat(sweep.data())
        .containsExactly(Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED));
    assertThat(sweep.models())
        .containsExactly(Specs.model(List.of(), false, Initialization.GLOROT));
    assertThat(sweep.optimizers())
        .containsExactly(Specs.sgd(0.1), Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO));
    assertThat(sweep.schedule()).isEqualTo(Specs.schedule(1000, 50, 100));
  }

  @Test
  void thousandIsAsLargeAsItSays() {
    SweepSpec sweep = read("thousand");

    assertTrialsAndPacks(sweep, 112, 48);
    assertThat(sweep.schedule().steps()).isEqualTo(1000);
  }

  @Test
  void overnightSweepsLearningRateAndDampingTogether() {
    SweepSpec sweep = read("overnight");

    assertTrialsAndPacks(sweep, 23_328, 432);
    assertThat(sweep.data()).extracting(DataSpec::downsample).containsExactly(28, 14, 7);
    assertThat(sweep.optimizers())
        .contains(Specs.sgd(0.001), Specs.sgd(1), Specs.sgd(10))
        .contains(Specs.natural(0.1, 1e-6, 0, Fisher.EXACT, Solver.AUTO))
        .contains(Specs.natural(10, 0, 0.001, Fisher.EXACT, Solver.AUTO))
        .contains(Specs.natural(0.001, 0, 10, Fisher.EXACT, Solver.AUTO));
  }

  private static void assertTrialsAndPacks(SweepSpec sweep, int trials, int packs) {
    SearchSpace space = SearchSpace.of(sweep);

    assertThat(space.trials()).hasSize(trials);
    assertThat(space.duplicates()).isZero();
    assertThat(Packing.pack(Trial.all(space.trials(), "data"), sweep.packSize())).hasSize(packs);
  }

  private static SweepSpec read(String name) {
    return ConfReader.read(Path.of("conf", name + ".conf"), List.of()).sweep();
  }
}
