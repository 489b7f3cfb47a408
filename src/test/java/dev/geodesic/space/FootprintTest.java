package dev.geodesic.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
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
    return Footprint.bytes(pack(optimizer), FEATURES, classes);
  }

  private static Pack pack(OptimizerSpec optimizer) {
    DataSpec data =
        Specs.data("wide", new Holdout.TestSet(), DataSpec.AS_IT_IS, BATCH, BatchOrder.SHUFFLED);
    ModelSpec model = Specs.model(List.of(), Activation.TANH, false, Initialization.ZEROS);
    TrialSpec trial = new TrialSpec(data, model, optimizer, Specs.schedule(10, 10, 100), 0);
    return Pack.of(List.of(trial), "data");
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

  /** The matrix of features x features of 47,236 words takes 20 bytes an element. */
  @Test
  void aMatrixThatDoesNotFitIsToldWithARemedy() {
    KroneckerFactored kfac =
        Specs.kronecker(Specs.rate(1), Specs.damping(0.1), 0.95, 20, Eigenvalues.PRODUCTS);
    assertThat(Footprint.shortage(pack(kfac), 47_236, 2, 8L << 30))
        .contains(
            "1 trial needs at least 44.6 GB of the device's memory for 47,236 features and 2"
                + " classes, got: 8.6 GB; use an optimizer without matrices of that size, as sgd,"
                + " adam, cg, or natural-gradient with solver closed-form");
    assertThat(Footprint.shortage(pack(Specs.sgd(1)), 47_236, 2, 8L << 30)).isEmpty();
    assertThat(Footprint.shortage(pack(Specs.sgd(1)), 2_000_000, 1000, 4L << 30).orElseThrow())
        .endsWith("got: 4.3 GB; use fewer features, classes or hidden units");
    assertThat(Footprint.shortage(pack(Specs.sgd(1)), 50_000_000, 1000, 1L << 40))
        .contains(
            "a layer of 1 trial must have at most 2,147,483,647 weights, for 50,000,000 features and 1,000"
                + " classes; use fewer");
  }
}
