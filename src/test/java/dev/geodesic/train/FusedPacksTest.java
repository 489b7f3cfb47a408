package dev.geodesic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.SampleOptimizers;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.RealDigits;
import dev.geodesic.data.Samples;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a trial becomes is a matter of the trial, not of its company, of the thread or the hour. */
class FusedPacksTest {
  private static final int STEPS = 25;

  private static final double OFF = StepSize.OFF;
  private static final StepSize MILD = Specs.rate(0.01);
  private static final StepSize PLAIN = Specs.rate(0.1);
  private static final StepSize DECAYING = Specs.stepSize(0.2, Decay.COSINE, 4, OFF, OFF);
  private static final StepSize BOUNDED = Specs.stepSize(0.3, Decay.CONSTANT, 0, 0.4, 0.01);
  private static final Damping LITTLE = Specs.damping(0.1);
  private static final Damping FADING = Specs.damping(0.6, DampingSchedule.LINEAR);
  private static final Damping LEARNING = Specs.damping(0.5, DampingSchedule.LEVENBERG_MARQUARDT);

  private static final List<ModelSpec> MODELS =
      List.of(
          Packs.PLAIN,
          Specs.model(List.of(), true, Initialization.ZEROS),
          Specs.model(List.of(6), Activation.TANH, true, Initialization.GLOROT),
          Specs.model(List.of(6), Activation.RELU, true, Initialization.GLOROT));

  /** By the closed form. In a network it would amplify rounding without a bound. */
  private static final List<OptimizerSpec> UNDAMPED =
      List.of(
          natural(Specs.rate(0.01), 0, Specs.UNDAMPED, OFF, Fisher.EXACT, Solver.AUTO),
          natural(BOUNDED, 0, Specs.UNDAMPED, 20, Fisher.EXACT, Solver.AUTO),
          natural(
              Specs.stepSize(0.01, Decay.COSINE, 4, OFF, OFF),
              0,
              Specs.UNDAMPED,
              OFF,
              Fisher.EXACT,
              Solver.AUTO));

  private static NaturalGradient natural(
      StepSize size, double reltol, Damping damping, double cap, Fisher fisher, Solver solver) {
    return Specs.natural(size, reltol, damping, cap, fisher, solver);
  }

  private static List<OptimizerSpec> natural(Fisher fisher, Solver solver) {
    return List.of(
        natural(PLAIN, 0, LITTLE, OFF, fisher, solver),
        natural(BOUNDED, 0, LEARNING, 20, fisher, solver),
        natural(DECAYING, 0, FADING, OFF, fisher, solver));
  }

  private static List<OptimizerSpec> cg(Preconditioner preconditioner) {
    return List.of(
        Specs.cg(PLAIN, LITTLE, 1e-5, 200, preconditioner),
        Specs.cg(BOUNDED, LEARNING, 1e-5, 200, preconditioner),
        Specs.cg(DECAYING, FADING, 1e-5, 5, preconditioner));
  }

  private static List<OptimizerSpec> momentum(boolean isNesterov) {
    return List.of(
        Specs.momentum(PLAIN, 0.9, isNesterov),
        Specs.momentum(BOUNDED, 0.5, isNesterov),
        Specs.momentum(DECAYING, 0, isNesterov));
  }

  /** Packs of three trials each, which differ in all numbers that they may differ in. */
  static List<List<OptimizerSpec>> kinds() {
    return List.of(
        List.of(Specs.sgd(PLAIN), Specs.sgd(BOUNDED), Specs.sgd(DECAYING)),
        momentum(false),
        momentum(true),
        List.of(
            Specs.adam(Specs.rate(0.01), 0.9, 0.999, 1e-4),
            Specs.adam(BOUNDED, 0.5, 0.9, 1e-3),
            Specs.adam(Specs.stepSize(0.02, Decay.LINEAR, 3, OFF, OFF), 0, 0.99, 1e-2)),
        natural(Fisher.EXACT, Solver.AUTO),
        natural(Fisher.EXACT, Solver.GRAM),
        natural(Fisher.EXACT, Solver.DENSE),
        UNDAMPED,
        List.of(
            natural(PLAIN, 0.1, Specs.UNDAMPED, OFF, Fisher.EXACT, Solver.AUTO),
            natural(BOUNDED, 0.2, Specs.UNDAMPED, 20, Fisher.EXACT, Solver.AUTO),
            natural(DECAYING, 0.3, FADING, OFF, Fisher.EXACT, Solver.AUTO)),
        natural(Fisher.SOFTMAX_OF_PROBABILITIES, Solver.AUTO),
        natural(Fisher.EMPIRICAL, Solver.AUTO),
        cg(Preconditioner.NONE),
        cg(Preconditioner.SECOND_MOMENT),
        List.of(
            Specs.spring(PLAIN, LITTLE, 0.9),
            Specs.spring(BOUNDED, LEARNING, 0.5),
            Specs.spring(DECAYING, FADING, 0)));
  }

  private static Stream<List<OptimizerSpec>> all() {
    return Stream.concat(kinds().stream(), others());
  }

  static Stream<Pack> packs() {
    return packs(MODELS, STEPS);
  }

  /** Packs of every kind on those models that it suits. */
  static Stream<Pack> packs(List<ModelSpec> models, int steps) {
    return models.stream()
        .flatMap(
            model ->
                all().filter(kind -> suits(kind, model)).map(kind -> pack(model, kind, steps)));
  }

  /** Optimizers that are not among the {@link #kinds}; KroneckerPackTest has two of its own. */
  private static Stream<List<OptimizerSpec>> others() {
    Set<String> written = new HashSet<>(Set.of("kfac", "ekfac"));
    kinds().forEach(kind -> written.add(kind.get(0).name()));
    return SampleOptimizers.plain().stream()
        .filter(optimizer -> !written.contains(optimizer.name()))
        .map(
            optimizer ->
                Stream.of(Specs.stepSize(0.02, Decay.LINEAR, 3, OFF, OFF), BOUNDED, MILD)
                    .map(size -> SampleOptimizers.resized(optimizer, size))
                    .toList());
  }

  private static Pack pack(ModelSpec model, List<OptimizerSpec> optimizers, int steps) {
    boolean slow = optimizers.get(0) instanceof NaturalGradient n && n.solver() == Solver.DENSE;
    // The dense matrix of 16 pixels is quick to decompose.
    return Packs.of(slow ? 4 : 7, 8, steps, model, optimizers.toArray(new OptimizerSpec[0]));
  }

  private static boolean suits(List<OptimizerSpec> kind, ModelSpec model) {
    return model.hidden().isEmpty()
        || !(kind == UNDAMPED
            || (kind.get(0) instanceof ConjugateGradient cg
                && cg.preconditioner() != Preconditioner.NONE));
  }

  private record DataKey(int side, ResidentData.Bias bias) {}

  /** As an executor has them: one copy for all packs. */
  private static final Map<DataKey, ResidentData> RESIDENT = new HashMap<>();

  @AfterAll
  static void free() {
    RESIDENT.values().forEach(ResidentData::close);
    RESIDENT.clear();
  }

  private static ResidentData data(Pack pack) {
    Pack.Structure structure = pack.structure();
    DataKey wanted =
        new DataKey(
            structure.data().downsample(),
            structure.model().bias() ? ResidentData.Bias.APPENDED : ResidentData.Bias.NONE);
    return RESIDENT.computeIfAbsent(
        wanted,
        key -> {
          try (Device device = new CpuDevice()) {
            return ResidentData.upload(device, digits(key.side()), key.bias());
          }
        });
  }

  /** With a tenth of the holdout, which would else cost more than training. */
  static PreparedData digits(int side) {
    PreparedData all = RealDigits.at(side);
    int width = all.holdout().width();
    Samples some =
        new Samples(
            Arrays.copyOf(all.holdout().features(), 1000 * width),
            Arrays.copyOf(all.holdout().labels(), 1000),
            width);
    return new PreparedData(all.train(), null, some, all.classes(), all.fingerprint());
  }

  private static List<Outcome> train(Pack pack) {
    return train(pack, data(pack));
  }

  private static List<Outcome> train(Pack pack, ResidentData data) {
    try (Device device = new CpuDevice()) {
      return PackTrainer.train(pack, data, device, Monitor.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("packs")
  void fusedTrialsEqualTheSameTrialsAlone(Pack pack) {
    List<Outcome> fused = train(pack);
    for (int t = 0; t < fused.size(); t++) {
      assertThat(fused.get(t).trial()).isEqualTo(pack.trials().get(t));
      assertThat(fused.get(t).status()).isEqualTo(new TrialStatus.Completed());
      Outcome alone = train(new Pack(List.of(pack.trials().get(t)))).get(0);
      Packs.assertSame(fused.get(t), alone, pack.specs().get(t).optimizer().toString());
    }
  }

  static Stream<Arguments> realSizes() {
    return Stream.of(
            Specs.sgd(0.1),
            natural(PLAIN, 0, LITTLE, OFF, Fisher.EXACT, Solver.AUTO),
            Specs.kronecker(PLAIN, LITTLE, 0.95, 2, Eigenvalues.PRODUCTS))
        .flatMap(
            optimizer ->
                Stream.of(
                    Arguments.of(14, 128, Packs.PLAIN, optimizer),
                    Arguments.of(28, 40, MODELS.get(1), optimizer),
                    Arguments.of(14, 16, MODELS.get(2), optimizer)));
  }

  /** Sizes at which BLAS takes other kernels for a whole pack than for a part of it. */
  @ParameterizedTest
  @MethodSource("realSizes")
  void packsOfRealSizeGiveTheSameBitsAsTheirParts(
      int side, int batch, ModelSpec model, OptimizerSpec optimizer) {
    List<OptimizerSpec> optimizers =
        IntStream.range(0, 33)
            .mapToObj(
                i ->
                    SampleOptimizers.resized(
                        optimizer,
                        Specs.rate(optimizer.values().get(StepSize.LEARNING_RATE) + i * 1e-3)))
            .toList();
    Pack pack = Packs.of(side, batch, 4, model, optimizers.toArray(new OptimizerSpec[0]));
    List<Outcome> whole = train(pack);
    for (List<Integer> part : List.of(List.of(0), List.of(32), List.of(1, 5, 6, 17, 31))) {
      List<Outcome> alone = train(new Pack(part.stream().map(pack.trials()::get).toList()));
      for (int i = 0; i < part.size(); i++) {
        Packs.assertSame(alone.get(i), whole.get(part.get(i)), "trial " + part.get(i));
      }
    }
  }

  /** So that no step size, momentum or memory is another trial's. */
  @ParameterizedTest
  @MethodSource("packs")
  void theOrderOfTrialsDoesNotMatter(Pack pack) {
    List<Trial> turned = new ArrayList<>(pack.trials());
    Collections.reverse(turned);
    List<Outcome> there = train(pack);
    List<Outcome> back = new ArrayList<>(train(new Pack(turned)));
    Collections.reverse(back);
    for (int t = 0; t < there.size(); t++) {
      Packs.assertSame(back.get(t), there.get(t), pack.specs().get(t).optimizer().toString());
    }
  }

  /** It leaves from the front, so that all others move up, with their numbers and memories. */
  @ParameterizedTest
  @MethodSource("packs")
  void aDivergingNeighbourLeavesTheOthersAsTheyWere(Pack pack) {
    List<OptimizerSpec> optimizers = new ArrayList<>();
    optimizers.add(reckless(pack.specs().get(0).optimizer()));
    pack.specs().forEach(trial -> optimizers.add(trial.optimizer()));
    ModelSpec model = pack.structure().model();
    List<Outcome> outcomes =
        train(
            Packs.of(
                pack.structure().data().downsample(),
                8,
                STEPS,
                model,
                optimizers.toArray(new OptimizerSpec[0])));
    List<Outcome> without = train(pack);
    assertThat(outcomes.get(0).status()).isInstanceOf(TrialStatus.Diverged.class);
    assertThat(outcomes.get(0).curve()).hasSizeBetween(1, STEPS - 5);
    TrialStatus.Diverged diverged = (TrialStatus.Diverged) outcomes.get(0).status();
    assertThat(diverged.step()).isEqualTo(outcomes.get(0).curve().size() + 1);
    assertThat(diverged.trainLoss() <= 100).isFalse();
    for (int t = 0; t < without.size(); t++) {
      Packs.assertSame(outcomes.get(t + 1), without.get(t), optimizers.get(t + 1).toString());
    }
  }

  /** The same with steps that are far too long. */
  private static OptimizerSpec reckless(OptimizerSpec optimizer) {
    return SampleOptimizers.resized(optimizer, Specs.stepSize(3e4, Decay.CONSTANT, 3, OFF, OFF));
  }

  @ParameterizedTest
  @MethodSource("packs")
  void theSamePackGivesTheSameBits(Pack pack) {
    assertThat(Packs.bits(train(pack))).isEqualTo(Packs.bits(train(pack)));
  }

  static Stream<ModelSpec> models() {
    return MODELS.stream();
  }

  private static List<Pack> smallPacks(ModelSpec model) {
    return all()
        .filter(kind -> suits(kind, model))
        .map(kind -> Packs.of(4, 8, STEPS, model, kind.toArray(new OptimizerSpec[0])))
        .toList();
  }

  /** Two threads with a device each, on one copy of the data, as the slots of an executor. */
  @ParameterizedTest
  @MethodSource("models")
  void twoThreadsGiveTheBitsOfOne(ModelSpec model) throws Exception {
    List<Pack> packs = smallPacks(model);
    ResidentData data = data(packs.get(0));
    List<List<List<CurvePoint>>> oneByOne =
        packs.stream().map(pack -> Packs.bits(train(pack, data))).toList();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<Outcome>>> running =
          packs.stream().map(pack -> threads.submit(() -> train(pack, data))).toList();
      for (int k = 0; k < packs.size(); k++) {
        assertThat(Packs.bits(running.get(k).get()))
            .as("%s", packs.get(k).specs().get(0).optimizer())
            .isEqualTo(oneByOne.get(k));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Memory that a device uses again holds nothing of the pack before. */
  @ParameterizedTest
  @MethodSource("models")
  void theOrderOfPacksDoesNotMatter(ModelSpec model) {
    List<Pack> packs = smallPacks(model);
    ResidentData data = data(packs.get(0));
    try (Device device = new CpuDevice()) {
      List<List<List<CurvePoint>>> there =
          packs.stream()
              .map(pack -> Packs.bits(PackTrainer.train(pack, data, device, Monitor.NONE)))
              .toList();
      for (int k = packs.size() - 1; k >= 0; k--) {
        assertThat(Packs.bits(PackTrainer.train(packs.get(k), data, device, Monitor.NONE)))
            .as("%s", packs.get(k).specs().get(0).optimizer())
            .isEqualTo(there.get(k));
      }
    }
  }

  @Test
  void theLastStepMayBeTheOneThatLosesATrial() {
    List<Outcome> outcomes = train(Packs.of(7, 8, 1, Packs.PLAIN, Specs.sgd(1e6), Specs.sgd(0.1)));
    assertThat(outcomes.get(0).curve()).hasSize(1);
    Measurement holdout = outcomes.get(0).curve().get(0).holdout();
    assertThat(holdout).isNotNull();
    assertThat(outcomes.get(0).status())
        .isEqualTo(new TrialStatus.Diverged(1, holdout == null ? 0 : holdout.loss()));
    assertThat(outcomes.get(1).status()).isEqualTo(new TrialStatus.Completed());
  }

  /** When all are gone there is nothing left to train, and that is no failure. */
  @Test
  void aPackMayLoseAllItsTrials() {
    List<Outcome> outcomes =
        train(Packs.of(7, 8, STEPS, Packs.PLAIN, Specs.sgd(1e6), Specs.sgd(1e5)));
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.status()).isInstanceOf(TrialStatus.Diverged.class);
              assertThat(outcome.curve()).hasSize(1);
            });
    assertThat(IntStream.range(0, 2))
        .allSatisfy(
            t ->
                assertThat(outcomes.get(t).trial().spec().optimizer().learningRate())
                    .isEqualTo(t == 0 ? 1e6 : 1e5));
  }
}
