package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.space.PackSize;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfReaderTest {
  private static final String SHORTEST =
      """
      sweep.steps = 25
      data { dataset = mnist, batch-size = 16 }
      optimizers = [
        { name = sgd, learning-rate = 0.1 }
        { name = natural-gradient, learning-rate = 1 }
      ]
      """;

  @Test
  void whatIsLeftOutHasItsDefault() {
    SweepSpec sweep = read(SHORTEST);

    assertThat(sweep.name()).isEqualTo("shortest");
    assertThat(sweep.data())
        .containsExactly(Specs.data("mnist", new Holdout.TestSet(), 0, 16, BatchOrder.SHUFFLED));
    assertThat(sweep.models())
        .containsExactly(Specs.model(List.of(), false, Initialization.GLOROT));
    assertThat(sweep.optimizers())
        .containsExactly(Specs.sgd(0.1), Specs.natural(1, 0, 0, Fisher.EXACT, Solver.AUTO));
    assertThat(sweep.schedule()).isEqualTo(Specs.schedule(25, 2, 100));
    assertThat(sweep.seeds()).containsExactly(0);
    assertThat(sweep.packSize()).isEqualTo(new PackSize.ByMethod());
    assertThat(sweep.mllibBaseline()).isTrue();
    assertThat(sweep.device()).isEqualTo(DeviceRequest.AUTO);
  }

  @Test
  void evalEveryIsAtLeastOne() {
    assertThat(read(SHORTEST, "sweep.steps=3").schedule().evalEvery()).isEqualTo(1);
  }

  @Test
  void whatIsGivenIsTaken() {
    SweepSpec sweep =
        read(
            """
            sweep {
              name = 2026-06.a_b, steps = 1e3, eval-every = 7, seeds = [4, 2], pack-size = 8
              divergence-bound = 12.5, mllib-baseline = no
            }
            data {
              dataset = "s3a://bucket/digits", downsample = 14, batch-size = 32, order = sequential
              holdout = 0.25
            }
            model { hidden = [], bias = true, init = glorot }
            optimizers = [ {
              name = natural-gradient, learning-rate = 0.3, reltol = 1e-6, damping = 0.5
              fisher = softmax-of-probabilities, solver = gram
            } ]
            """);

    assertThat(sweep.name()).isEqualTo("2026-06.a_b");
    assertThat(sweep.data())
        .containsExactly(
            Specs.data(
                "s3a://bucket/digits", new Holdout.Fraction(0.25), 14, 32, BatchOrder.SEQUENTIAL));
    assertThat(sweep.models()).containsExactly(Specs.model(List.of(), true, Initialization.GLOROT));
    assertThat(sweep.optimizers())
        .containsExactly(
            Specs.natural(0.3, 1e-6, 0.5, Fisher.SOFTMAX_OF_PROBABILITIES, Solver.GRAM));
    assertThat(sweep.schedule()).isEqualTo(Specs.schedule(1000, 7, 12.5));
    assertThat(sweep.seeds()).containsExactly(4, 2);
    assertThat(sweep.packSize()).isEqualTo(new PackSize.Fixed(8));
    assertThat(sweep.mllibBaseline()).isFalse();
  }

  @Test
  void everyHyperparameterIsAnAxisAndTheFirstVariesSlowest() {
    SweepSpec sweep =
        read(
            SHORTEST,
            "data.holdout=[test, 0.1]",
            "data.downsample={from=7, to=28, points=4}",
            "data.batch-size={from=16, to=128, points=4, scale=log}",
            "data.order=[sequential, shuffled]",
            "model.bias=[true, false]",
            "model.init=[zeros, glorot]",
            "optimizers.1.learning-rate=[1, 2]",
            "optimizers.1.fisher=[exact, softmax-of-probabilities]",
            "optimizers.1.solver=[dense, gram]");

    assertThat(sweep.data()).hasSize(2 * 4 * 4 * 2).doesNotHaveDuplicates();
    assertThat(sweep.data()).extracting(DataSpec::downsample).containsOnly(7, 14, 21, 28);
    assertThat(sweep.data()).extracting(DataSpec::batchSize).containsOnly(16, 32, 64, 128);
    assertThat(sweep.data().get(0).holdout()).isEqualTo(sweep.data().get(31).holdout());
    assertThat(sweep.models()).hasSize(4).doesNotHaveDuplicates();
    assertThat(sweep.optimizers()).hasSize(1 + 2 * 2 * 2).doesNotHaveDuplicates();
    assertThat(sweep.optimizers().get(8))
        .isEqualTo(Specs.natural(2, 0, 0, Fisher.SOFTMAX_OF_PROBABILITIES, Solver.GRAM));
  }

  @Test
  void theFamilyIsReadWithItsDefaults() {
    StepSize step = Specs.rate(0.1);
    Damping one = Specs.damping(1);

    assertThat(optimizers("momentum")).containsExactly(Specs.momentum(step, 0.9, false));
    assertThat(optimizers("adam")).containsExactly(Specs.adam(step, 0.9, 0.999, 1e-8));
    assertThat(optimizers("empirical-fisher"))
        .containsExactly(Specs.natural(0.1, 0, 0, Fisher.EMPIRICAL, Solver.AUTO));
    assertThat(optimizers("cg"))
        .containsExactly(Specs.cg(step, Specs.UNDAMPED, 1e-3, 50, Preconditioner.NONE));
    assertThat(optimizers("kfac, damping = 1"))
        .containsExactly(Specs.kronecker(step, one, 0.95, 10, Eigenvalues.PRODUCTS));
    assertThat(optimizers("ekfac, damping = 1"))
        .containsExactly(Specs.kronecker(step, one, 0.95, 10, Eigenvalues.CORRECTED));
    assertThat(optimizers("spring, damping = 1")).containsExactly(Specs.spring(step, one, 0.9));
  }

  @Test
  void theFamilyIsReadWithWhatIsGiven() {
    StepSize step = Specs.stepSize(0.1, Decay.COSINE, 5, 0.5, 0.01);
    String given = ", learning-rate-schedule = cosine, warm-up = 5, max-norm = 0.5, max-kl = 0.01";
    Damping marquardt = Specs.damping(1, DampingSchedule.LEVENBERG_MARQUARDT);
    String damped = given + ", damping = 1, damping-schedule = levenberg-marquardt";

    assertThat(optimizers("sgd" + given)).containsExactly(Specs.sgd(step));
    assertThat(optimizers("momentum, momentum = 0.5, nesterov = true" + given))
        .containsExactly(Specs.momentum(step, 0.5, true));
    assertThat(optimizers("adam, beta1 = 0.5, beta2 = 0.25, epsilon = 0.125" + given))
        .containsExactly(Specs.adam(step, 0.5, 0.25, 0.125));
    assertThat(
            optimizers(
                "empirical-fisher, reltol = 0.5, max-inverse-probability = 20, solver = gram"
                    + damped))
        .containsExactly(Specs.natural(step, 0.5, marquardt, 20, Fisher.EMPIRICAL, Solver.GRAM));
    assertThat(
            optimizers(
                "cg, cg-tolerance = 0.5, cg-iterations = 7, preconditioner = second-moment"
                    + damped))
        .containsExactly(Specs.cg(step, marquardt, 0.5, 7, Preconditioner.SECOND_MOMENT));
    assertThat(optimizers("kfac, averaging = 0, update-every = 1" + damped))
        .containsExactly(Specs.kronecker(step, marquardt, 0, 1, Eigenvalues.PRODUCTS));
    assertThat(optimizers("ekfac, averaging = 0.5, update-every = 3" + damped))
        .containsExactly(Specs.kronecker(step, marquardt, 0.5, 3, Eigenvalues.CORRECTED));
    assertThat(optimizers("spring, momentum = 0" + damped))
        .containsExactly(Specs.spring(step, marquardt, 0));
  }

  @Test
  void offStandsInAListBesideNumbers() {
    assertThat(optimizers("sgd, max-kl = [off, 0.01], max-norm = { from = 1, to = 2, points = 2 }"))
        .extracting(OptimizerSpec::stepSize)
        .containsExactly(
            Specs.stepSize(0.1, Decay.CONSTANT, 0, 1, StepSize.OFF),
            Specs.stepSize(0.1, Decay.CONSTANT, 0, 1, 0.01),
            Specs.stepSize(0.1, Decay.CONSTANT, 0, 2, StepSize.OFF),
            Specs.stepSize(0.1, Decay.CONSTANT, 0, 2, 0.01));
  }

  private static List<OptimizerSpec> optimizers(String entry) {
    return read(SHORTEST, "optimizers=[{learning-rate = 0.1, name = %s}]".formatted(entry))
        .optimizers();
  }

  @Test
  void hiddenIsOneModelOrAListOfThem() {
    assertThat(models("model.hidden=[64, 32]")).containsExactly(network(64, 32));
    assertThat(models("model.hidden=[[64, 32]]")).containsExactly(network(64, 32));
    assertThat(models("model.hidden=[[], [64], [64, 32]]"))
        .containsExactly(
            Specs.model(List.of(), false, Initialization.GLOROT), network(64), network(64, 32));
    assertThat(models("model.hidden=[]", "model.init=[zeros, glorot]")).hasSize(2);
  }

  private static ModelSpec network(Integer... hidden) {
    return Specs.model(List.of(hidden), Activation.TANH, false, Initialization.GLOROT);
  }

  private static List<ModelSpec> models(String... overrides) {
    return read(SHORTEST, overrides).models();
  }

  @Test
  void activationIsAnAxisOfModelsWithHiddenUnits() {
    SweepSpec sweep = read(SHORTEST, "model.hidden=[[], [8]]", "model.activation=[tanh, relu]");

    assertThat(sweep.models())
        .extracting(ModelSpec::activation)
        .containsExactly(Activation.TANH, Activation.TANH, Activation.RELU);
    // Softmax regression is the same model twice, with two optimizers.
    assertThat(SearchSpace.of(sweep).duplicates()).isEqualTo(2);
  }

  @Test
  void crossCheckIsANumberOfSteps() {
    assertThat(read(SHORTEST, "sweep.cross-check=7").schedule())
        .isEqualTo(Specs.schedule(25, 2, 100, 7, 1));
  }

  @Test
  void recordEveryThinsCurves() {
    assertThat(read(SHORTEST, "sweep.record-every=5").schedule())
        .isEqualTo(Specs.schedule(25, 2, 100, 0, 5));
  }

  @Test
  void aLogRangeHasNoRoundingDust() {
    SweepSpec sweep =
        read(
            SHORTEST,
            "optimizers=[{name=sgd, learning-rate={from=1e-3,to=10,points=13,scale=log}}]");

    assertThat(sweep.optimizers())
        .extracting(optimizer -> optimizer.learningRate())
        .containsExactly(
            0.001,
            0.00215443469,
            0.004641588834,
            0.01,
            0.0215443469,
            0.04641588834,
            0.1,
            0.215443469,
            0.4641588834,
            1.0,
            2.15443469,
            4.641588834,
            10.0);
  }

  @Test
  void minusZeroIsZero() {
    assertThat(read(SHORTEST, "optimizers.1.damping=-0.0")).isEqualTo(read(SHORTEST));
  }

  @Test
  void seedsAreOneOrAListOrCounted() {
    assertThat(read(SHORTEST, "sweep.seeds=7").seeds()).containsExactly(7);
    assertThat(read(SHORTEST, "sweep.seeds=[7, 0]").seeds()).containsExactly(7, 0);
    assertThat(read(SHORTEST, "sweep.seeds={count=3}").seeds()).containsExactly(0, 1, 2);
    assertThat(read(SHORTEST, "sweep.seeds={from=5,count=3}").seeds()).containsExactly(5, 6, 7);
  }

  @Test
  void anOverrideTakesThePlaceOfWhatTheFileSays() {
    String range = SHORTEST.replace("0.1", "{ from = 1, to = 2, points = 2 }");

    assertThat(read(range, "optimizers.0.learning-rate=0.5").optimizers().get(0))
        .isEqualTo(Specs.sgd(0.5));
    assertThat(read(SHORTEST, "optimizers.1={name=sgd,learning-rate=3}").optimizers())
        .containsExactly(Specs.sgd(0.1), Specs.sgd(3));
    assertThat(read(SHORTEST, "sweep.steps=5", "sweep.steps=6").schedule().steps()).isEqualTo(6);
    assertThat(read(SHORTEST, "data.dataset=\"a=b#c\"").data().get(0).dataset()).isEqualTo("a=b#c");
    assertThat(read(SHORTEST, "model.bias=true").models().get(0).bias()).isTrue();
  }

  @Test
  void anOverrideIsSeenBySubstitutions() {
    String conf = SHORTEST + "sweep.eval-every = ${sweep.steps}";

    assertThat(read(conf, "sweep.steps=40").schedule().evalEvery()).isEqualTo(40);
    assertThat(read(SHORTEST.replace("25", "${geodesic.nowhere}"), "sweep.steps=40").schedule())
        .isEqualTo(Specs.schedule(40, 4, 100));
    assertThat(read(SHORTEST, "optimizers.0.learning-rate=${data.batch-size}").optimizers().get(0))
        .isEqualTo(Specs.sgd(16));
  }

  @Test
  void aPartOfASubstitutedValueIsNotSet() {
    String conf = SHORTEST + "model = ${data} { bias = true }";

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> read(conf, "model.init=zeros"))
        .withMessage(
            "--set model.init=zeros: cannot set a part of a value that is put together by ${…};"
                + " set it whole");
  }

  @Test
  void nullStandsForLeftOut() {
    String conf = SHORTEST + "data.downsample = 14";

    assertThat(read(conf, "data.downsample=null")).isEqualTo(read(SHORTEST));
  }

  @Test
  void moreTrialsThanADriverCanHoldAreRefused() {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(
            () ->
                read(
                    SHORTEST,
                    "sweep.seeds={count=10000}",
                    "data.downsample={from=1,to=100,points=100}"))
        .withMessage(
            "shortest.conf: a sweep must spell at most 1000000 combinations, got: 2000000;"
                + " shorten a list or a range, or draw samples (search = sobol)");
  }

  @Test
  void whatItResolvesToReadsAsTheSameSweep() throws JsonProcessingException {
    ReadConf first =
        ConfReader.parse(
            SHORTEST + "sweep.eval-every = ${sweep.steps}",
            "shortest.conf",
            List.of(
                "sweep.seeds={count=3}",
                "optimizers.1.damping={from=1e-3,to=1,points=4,scale=log}"));

    String json = new ObjectMapper().writeValueAsString(first.resolved());
    ReadConf second = ConfReader.parse(json, "shortest.json", List.of());

    assertThat(second).isEqualTo(first);
    assertThat(json).doesNotContain("${").contains("\"count\":3");
  }

  private static SweepSpec read(String conf, String... overrides) {
    return ConfReader.parse(conf, "shortest.conf", List.of(overrides)).sweep();
  }
}
