package dev.geodesic.sweep.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Spring;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pack takes at least is foreseen. */
class FootprintTest {
  private static final int BATCH = 16;
  private static final int FEATURES = 20;

  private static double bytes(OptimizerSpec optimizer, int classes) {
    DataSpec data =
        Specs.data("wide", new Holdout.TestSet(), DataSpec.AS_IT_IS, BATCH, BatchOrder.SHUFFLED);
    ModelSpec model = Specs.model(List.of(), Activation.TANH, false, Initialization.ZEROS);
    TrialSpec trial = new TrialSpec(data, model, optimizer, Specs.schedule(10, 10, 100), 0);
    return Footprint.bytes(Pack.of(List.of(trial), "data"), FEATURES, classes);
  }

  private static double gram(int classes) {
    double order = BATCH * (classes - 1.0);
    return 8 * order * order;
  }

  @Test
  void everyOptimizerWithAGramMatrixHasRoomForItAndItsFactor() {
    NaturalGradient natural = Specs.natural(1, 0, 0.1, Fisher.EXACT, Solver.GRAM);
    for (int classes : new int[] {10, 1000}) {
      assertThat(bytes(natural, classes)).isGreaterThan(2 * gram(classes));
      assertThat(bytes(Specs.sgd(1), classes)).isLessThan(gram(classes) / 5);
    }
  }

  @Test
  void whereTheClassesComeApartThereIsNoGramMatrix() {
    Spring spring = Specs.spring(Specs.rate(1), Specs.damping(0.1), 0.9);
    NaturalGradient auto = Specs.natural(1, 0, 0.1, Fisher.EXACT, Solver.AUTO);
    for (OptimizerSpec optimizer : List.of(spring, auto)) {
      assertThat(bytes(optimizer, 10)).isLessThan(gram(10) / 2);
    }
  }

  @Test
  void theSmallerMatrixIsTheOneThatAutoTakes() {
    NaturalGradient auto = Specs.natural(1, 1e-6, 0, Fisher.EXACT, Solver.AUTO);
    assertThat(bytes(auto, 2)).isLessThan(3 * gram(2) + 1e5);
  }
}
