package dev.geodesic.train;

import static dev.geodesic.train.Packs.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.space.Pack;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.Packing;
import dev.geodesic.train.ReferenceTrainer.Point;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds on steps, in training: what they keep, and what they save a trial from. */
class SafeguardsTest {
  private static final double OFF = StepSize.OFF;
  private static final ModelSpec NETWORK =
      Specs.model(List.of(8), Activation.TANH, false, Initialization.GLOROT);

  static Stream<Arguments> modelsAndRules() {
    return Stream.of(Packs.PLAIN, NETWORK)
        .flatMap(model -> Stream.of("sgd", "adam", "damped").map(r -> Arguments.of(model, r)));
  }

  private static OptimizerSpec optimizer(String rule, double maxNorm, double maxKl) {
    double rate = rule.equals("adam") ? 0.05 : 1;
    StepSize size = Specs.stepSize(rate, Decay.CONSTANT, 0, maxNorm, maxKl);
    return switch (rule) {
      case "sgd" -> Specs.sgd(size);
      case "adam" -> Specs.adam(size, 0.9, 0.99, 1e-8);
      default -> natural(size, 0, Specs.damping(0.3), OFF);
    };
  }

  private static NaturalGradient natural(
      StepSize size, double reltol, Damping damping, double maxInverseProbability) {
    return Specs.natural(size, reltol, damping, maxInverseProbability, Fisher.EXACT, Solver.AUTO);
  }

  private static List<Outcome> train(
      ModelSpec model, String rule, double[] values, boolean areNorms) {
    return Packs.train(
        Packs.of(
            7,
            16,
            40,
            model,
            Arrays.stream(values)
                .mapToObj(
                    value -> areNorms ? optimizer(rule, value, OFF) : optimizer(rule, OFF, value))
                .toArray(OptimizerSpec[]::new)));
  }

  private static DoubleStream scales(Outcome outcome) {
    return outcome.curve().stream().mapToDouble(p -> change(p).scale());
  }

  @ParameterizedTest
  @MethodSource("modelsAndRules")
  void noStepIsLongerThanMaxNorm(ModelSpec model, String rule) {
    double[] bounds = {OFF, 0.5, 0.1};
    List<Outcome> outcomes = train(model, rule, bounds, true);
    double free = change(outcomes.get(0).curve().get(0)).norm();
    assertThat(scales(outcomes.get(0))).containsOnly(1.0);
    for (int t = 0; t < bounds.length; t++) {
      double most = bounds[t];
      assertThat(outcomes.get(t).curve())
          .hasSize(40)
          .allSatisfy(
              point -> {
                assertThat(change(point).norm()).isLessThanOrEqualTo(most * (1 + 1e-6));
                assertThat(change(point).scale()).isGreaterThan(0).isLessThanOrEqualTo(1);
                // Shorter only where it would have been too long.
                assertThat(change(point).scale() == 1 || change(point).norm() > most * (1 - 1e-6))
                    .isTrue();
              });
      // All trials take their first step from one point along one line.
      assertThat(change(outcomes.get(t).curve().get(0)).scale())
          .isCloseTo(Math.min(1, most / free), within(1e-6));
    }
    assertThat(scales(outcomes.get(2))).anyMatch(scale -> scale < 1);
  }

  @ParameterizedTest
  @MethodSource("modelsAndRules")
  void noStepMovesThePredictionsBeyondMaxKl(ModelSpec model, String rule) {
    double[] bounds = {OFF, 1e-1, 1e-2, 1e-3};
    List<Outcome> outcomes = train(model, rule, bounds, false);
    double free = change(outcomes.get(0).curve().get(0)).kl();
    assertThat(scales(outcomes.get(0))).containsOnly(1.0);
    for (int t = 0; t < bounds.length; t++) {
      double most = bounds[t];
      assertThat(outcomes.get(t).curve())
          .hasSize(40)
          .allSatisfy(
              point -> {
                assertThat(change(point).kl()).isLessThanOrEqualTo(most);
                assertThat(change(point).scale()).isGreaterThan(0).isLessThanOrEqualTo(1);
                // A step that was cut keeps most of what it may.
                assertThat(change(point).scale() == 1 || change(point).kl() > most / 2).isTrue();
              });
      assertThat(change(outcomes.get(t).curve().get(0)).scale() == 1).isEqualTo(free <= most);
    }
    assertThat(scales(outcomes.get(3))).anyMatch(scale -> scale < 1);
  }

  /** Steps as long as was told, on networks that plain loops make, diverge as far as was told. */
  @ParameterizedTest
  @MethodSource("modelsAndRules")
  void theDivergenceThatWasBoundedIsTheOneOfTheStepThatWasTaken(ModelSpec model, String rule) {
    Pack pack = Packs.of(7, 16, 25, model, optimizer(rule, OFF, 1e-2));
    List<CurvePoint> curve = Packs.train(pack).get(0).curve();
    Trial trial = pack.trials().get(0);
    ReferenceTrainer.Rule reference =
        switch (rule) {
          case "sgd" -> ReferenceRules.gradient();
          case "adam" -> ReferenceRules.adam(0.9, 0.99, 1e-8);
          default -> ReferenceRules.damped(Fisher.EXACT, step -> 0.3);
        };
    double rate = trial.spec().optimizer().learningRate();
    List<Point> points =
        ReferenceTrainer.train(
            trial.spec(), reference, step -> rate * change(curve.get(step - 1)).scale());
    assertThat(scales(new Outcome(trial, new TrialStatus.Completed(), curve)))
        .anyMatch(scale -> scale < 1);
    for (int i = 0; i < curve.size(); i++) {
      // In float32; Adam's signs of gradients near zero are not known to it.
      double tolerance = rule.equals("adam") ? 1e-2 : 1e-4;
      assertThat(change(curve.get(i)).kl())
          .as("step %s", i + 1)
          .isCloseTo(points.get(i).kl(), within(tolerance * points.get(i).kl()));
    }
  }

  /** At 1/p of the label the cap bites; below it is as if there were none. */
  @Test
  void aCapOnInverseProbabilitiesShortensTheStepsOfUnlikelyLabels() {
    StepSize size = Specs.rate(0.02);
    List<Outcome> outcomes =
        Packs.train(
            Packs.of(
                7,
                8,
                10,
                Packs.PLAIN,
                natural(size, 0, Specs.UNDAMPED, OFF),
                natural(size, 0, Specs.UNDAMPED, 1e6),
                natural(size, 0, Specs.UNDAMPED, 5)));
    double[] free = norms(outcomes.get(0));
    assertThat(norms(outcomes.get(1))).containsExactly(free, within(1e-4));
    assertThat(norms(outcomes.get(2))[0]).isLessThan(0.8 * free[0]);
  }

  private static double[] norms(Outcome outcome) {
    return outcome.curve().stream().mapToDouble(p -> change(p).norm()).toArray();
  }

  /**
   * With a learning rate far too high and no bound on the loss, predictions become so sure of wrong
   * labels that 1/p is beyond all numbers, and so is the direction.
   */
  static Stream<Arguments> lostTrials() {
    StepSize size = Specs.stepSize(1e3, Decay.CONSTANT, 0, OFF, OFF);
    StepSize shortest = Specs.stepSize(1e3, Decay.CONSTANT, 0, 1e8, OFF);
    StepSize trusted = Specs.stepSize(1e3, Decay.CONSTANT, 0, OFF, 1e4);
    return Stream.of(size, shortest, trusted)
        .flatMap(
            each ->
                Arrays.stream(Solver.values())
                    .flatMap(
                        solver ->
                            models(solver)
                                .map(
                                    model ->
                                        Arguments.of(
                                            model,
                                            Specs.natural(
                                                each,
                                                0,
                                                Specs.UNDAMPED,
                                                OFF,
                                                Fisher.EXACT,
                                                solver)))));
  }

  /** Damping keeps every direction a number, where 1/p is beyond all numbers too. */
  @Test
  void aDampedDirectionStaysANumber() {
    StepSize size = Specs.stepSize(1e3, Decay.CONSTANT, 0, OFF, OFF);
    for (ModelSpec model : List.of(Packs.PLAIN, NETWORK)) {
      for (OptimizerSpec optimizer :
          List.of(
              natural(size, 0, Specs.damping(0.1), OFF),
              Specs.spring(size, Specs.damping(0.1), 0.9))) {
        Outcome outcome =
            Packs.train(pack(model, Specs.schedule(6, 6, Double.MAX_VALUE), 0, optimizer)).get(0);
        assertThat(outcome.curve()).hasSize(6);
        assertThat(outcome.curve()).allMatch(point -> Double.isFinite(change(point).norm()));
        assertThat(outcome.curve().get(5).trainLoss()).isGreaterThan(1000);
      }
    }
  }

  private static Stream<ModelSpec> models(Solver solver) {
    return solver == Solver.CLOSED_FORM ? Stream.of(Packs.PLAIN) : Stream.of(Packs.PLAIN, NETWORK);
  }

  private static Pack pack(ModelSpec model, Schedule schedule, int seed, OptimizerSpec... trials) {
    DataSpec data = Specs.data("mnist", new Holdout.TestSet(), 7, 8, BatchOrder.SHUFFLED);
    return Pack.of(
        Arrays.stream(trials)
            .map(optimizer -> new TrialSpec(data, model, optimizer, schedule, seed))
            .toList(),
        "data");
  }

  /** The very next batch shows it, or the last holdout, whatever the solver and the bounds. */
  @ParameterizedTest
  @MethodSource("lostTrials")
  void aDirectionThatIsNoNumberEndsATrial(ModelSpec model, OptimizerSpec optimizer) {
    Schedule unbounded = Specs.schedule(6, 6, Double.MAX_VALUE);
    Outcome outcome = Packs.train(pack(model, unbounded, 0, optimizer)).get(0);
    List<CurvePoint> curve = outcome.curve();
    int last = curve.size() - 1;
    assertThat(curve.subList(0, last)).allMatch(point -> Double.isFinite(change(point).norm()));
    assertThat(change(curve.get(last)).norm()).isNaN();
    assertThat(change(curve.get(last)).scale()).isNaN();
    assertThat(curve.get(last).trainLoss()).isFinite();
    assertThat(outcome.status()).isEqualTo(new TrialStatus.Diverged(curve.size() + 1, Double.NaN));

    Schedule cutShort = Specs.schedule(curve.size(), 6, Double.MAX_VALUE);
    assertThat(Packs.train(pack(model, cutShort, 0, optimizer)).get(0).status())
        .isEqualTo(new TrialStatus.Diverged(curve.size(), Double.NaN));
  }

  @Test
  void aLostTrialLeavesItsNeighboursAlone() {
    Schedule unbounded = Specs.schedule(6, 6, Double.MAX_VALUE);
    NaturalGradient lost =
        natural(Specs.stepSize(1e3, Decay.CONSTANT, 0, OFF, 1e4), 0, Specs.UNDAMPED, OFF);
    NaturalGradient sound = natural(Specs.rate(0.01), 0, Specs.UNDAMPED, OFF);
    List<Outcome> fused = Packs.train(pack(Packs.PLAIN, unbounded, 0, sound, lost, sound));
    Outcome alone = Packs.train(pack(Packs.PLAIN, unbounded, 0, sound)).get(0);
    assertThat(fused.get(1).status()).isInstanceOf(TrialStatus.Diverged.class);
    for (int t : new int[] {0, 2}) {
      assertThat(fused.get(t).status()).isEqualTo(new TrialStatus.Completed());
      assertThat(Packs.trainLosses(fused.get(t)))
          .containsExactly(Packs.trainLosses(alone), within(1e-5));
    }
  }

  private static NaturalGradient ofThePost(double maxNorm, double maxKl, double mostInverse) {
    return natural(
        Specs.stepSize(0.1, Decay.CONSTANT, 0, maxNorm, maxKl), 1e-6, Specs.UNDAMPED, mostInverse);
  }

  /**
   * The experiment of 2018, at its own settings: 14 × 14, batches of 16, learning rate 0.1, reltol
   * 1e-6. Left alone it blows up before step 70. Each safeguard saves it if it is tight enough, and
   * only puts it off if not; none was needed where damping took the place of truncation.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whichSafeguardsSaveTheExperimentOf2018(int seed) {
    List<NaturalGradient> lost =
        List.of(
            ofThePost(OFF, OFF, OFF),
            ofThePost(100, OFF, OFF),
            ofThePost(OFF, 10, OFF),
            ofThePost(OFF, OFF, 1e4),
            ofThePost(OFF, OFF, 3e3));
    List<NaturalGradient> saved =
        List.of(
            ofThePost(1, OFF, OFF),
            ofThePost(0.3, OFF, OFF),
            ofThePost(OFF, 0.1, OFF),
            ofThePost(OFF, 0.03, OFF),
            ofThePost(OFF, 0.01, OFF),
            ofThePost(OFF, OFF, 3),
            ofThePost(OFF, OFF, 10),
            ofThePost(OFF, OFF, 30),
            natural(Specs.rate(0.3), 0, Specs.damping(0.3), OFF));
    DataSpec data = Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED);
    Schedule schedule = Specs.schedule(150, 150, 100);
    List<TrialSpec> trials =
        Stream.concat(lost.stream(), saved.stream())
            .map(optimizer -> new TrialSpec(data, Packs.PLAIN, optimizer, schedule, seed))
            .toList();
    // Those that truncate, and the damped one, which is the last.
    List<Outcome> outcomes =
        Packing.pack(Trial.all(trials, "data"), new PackSize.Fixed(trials.size())).stream()
            .flatMap(pack -> Packs.train(pack).stream())
            .toList();
    for (int t = 0; t < lost.size(); t++) {
      assertThat(isLost(outcomes.get(t))).as("%s", lost.get(t)).isTrue();
    }
    assertThat(outcomes.get(0).curve().size()).isBetween(25, 70);
    for (Outcome outcome : outcomes.subList(lost.size(), outcomes.size())) {
      double[] losses = Packs.trainLosses(outcome);
      assertThat(outcome.status()).isEqualTo(new TrialStatus.Completed());
      // No batch was ever worse than the first, within the noise of its 16 samples.
      assertThat(Arrays.stream(losses).max().orElseThrow()).isLessThan(losses[0] + 0.3);
      assertThat(Arrays.stream(losses, 100, 150).average().orElseThrow())
          .as("%s", outcome.trial().spec().optimizer())
          .isBetween(0.4, 0.8);
    }
  }

  /** Which of them leaves all bounds within 150 steps hangs on the last digits. */
  private static boolean isLost(Outcome outcome) {
    return outcome.status() instanceof TrialStatus.Diverged
        || Arrays.stream(Packs.trainLosses(outcome), 100, 150).average().orElseThrow() > 0.8;
  }
}
