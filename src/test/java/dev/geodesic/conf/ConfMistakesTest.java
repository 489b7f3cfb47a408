package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user is told who makes one mistake in a conf that is right otherwise. */
class ConfMistakesTest {
  private static final String RIGHT =
      """
      sweep { name = right, steps = 100 }
      data {
        dataset = mnist
        batch-size = 16
      }
      model {}
      optimizers = [
        { name = sgd, learning-rate = 0.1 }
        { name = natural-gradient, learning-rate = 0.1, damping = 0 }
      ]
      """;
  private static final String SWEEP_KEYS =
      "name, steps, eval-every, record-every, cross-check, seeds, search, samples, search-seed, halving, confirm, pack-size, divergence-bound, mllib-baseline, device";
  private static final String COMMON_KEYS =
      "name, learning-rate, learning-rate-schedule, warm-up, max-norm, max-kl";
  private static final String SEARCH_KEYS = ", search, samples, search-seed";
  private static final String NATURAL_KEYS =
      COMMON_KEYS + ", reltol, damping, damping-schedule, max-inverse-probability, fisher, solver";
  private static final String ALL_KEYS =
      Stream.concat(Stream.of("name"), Families.PARAMETERS.stream().map(Parameter::key))
          .collect(Collectors.joining(", "));
  private static final String OPTIMIZERS =
      Families.ALL.stream().map(Family::name).collect(Collectors.joining(", "));

  private static String optimizersWith(String key) {
    return Families.ALL.stream()
        .filter(entry -> Section.keys(entry.parameters()).contains(key))
        .map(Family::name)
        .collect(Collectors.joining(", "));
  }

  private static final String SGD = "sgd, learning-rate = 0.1";
  private static final String NATURAL = "damping = 0";
  private static final String RATE = "m.conf:8: optimizers.0.learning-rate";
  private static final String NAME_RULE =
      "m.conf:1: sweep.name must be at most 100 letters, digits, '.', '_' and '-',"
          + " a letter or digit first, got: ";

  @Test
  void withoutAMistakeItIsRead() {
    assertThat(ConfReader.parse(RIGHT, "m.conf", List.of()).sweep().name()).isEqualTo("right");
  }

  @ParameterizedTest(name = "{0} became {1}")
  @MethodSource({
    "keys",
    "sweep",
    "data",
    "model",
    "numbers",
    "ranges",
    "searches",
    "halvings",
    "confirmations",
    "optimizers",
    "stepSizes",
    "hyperparameters",
    "hocon"
  })
  void isAnsweredWithPlaceRuleAndValue(String right, String mistake, String message) {
    assertThat(RIGHT).containsOnlyOnce(right);
    String conf = RIGHT.replace(right, mistake);

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> ConfReader.parse(conf, "m.conf", List.of()))
        .withMessage(message)
        .withMessageNotContaining("\n");
  }

  @ParameterizedTest(name = "{1} on hidden = {0}")
  @MethodSource("models")
  void inOneOfSeveralModelsIsAnsweredAtTheOptimizer(
      String hidden, String optimizer, String message) {
    String conf =
        RIGHT
            .replace("model {}", "model { hidden = %s }".formatted(hidden))
            .replace(SGD, optimizer);

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> ConfReader.parse(conf, "m.conf", List.of()))
        .withMessage(message);
  }

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of(
            "[[], [64]]",
            "natural-gradient, learning-rate = 0.1, solver = [auto, closed-form]",
            "m.conf:8: optimizers.0: solver closed-form holds for softmax regression alone, and hidden is [64]; use solver auto"),
        Arguments.of(
            "[64, 32]",
            "cg, learning-rate = 0.1, damping = 1, preconditioner = second-moment",
            "m.conf:8: optimizers.0: preconditioner second-moment holds for softmax regression alone, and hidden is [64, 32]; use none"));
  }

  @ParameterizedTest(name = "--set {0}")
  @MethodSource("overrides")
  void inAnOverrideIsAnsweredWithTheOverride(String override, String message) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> ConfReader.parse(RIGHT, "m.conf", List.of(override)))
        .withMessage(message);
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        mistake(
            "steps = 100",
            "stpes = 100",
            "m.conf:1: unknown key sweep.stpes, did you mean steps? Known here: " + SWEEP_KEYS),
        mistake(
            "steps = 100",
            "steps = 100, zzz = 3",
            "m.conf:1: unknown key sweep.zzz. Known here: " + SWEEP_KEYS),
        mistake(
            "steps = 100",
            "steps = 100, batch-size = 3",
            "m.conf:1: unknown key sweep.batch-size, did you mean data.batch-size? Known here: "
                + SWEEP_KEYS),
        mistake(
            "steps = 100",
            "steps = 100, evalEvery = 3",
            "m.conf:1: unknown key sweep.evalEvery, did you mean eval-every? Known here: "
                + SWEEP_KEYS),
        mistake(
            "data {",
            "dtaa {",
            "m.conf:2: unknown key dtaa, did you mean data? Known here: sweep, data, model, optimizers"),
        mistake(
            "model {}",
            "steps = 3",
            "m.conf:6: unknown key steps, did you mean sweep.steps? Known here: sweep, data, model, optimizers"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, side = 14",
            "m.conf:4: unknown key data.side. Known here: dataset, format, label, features, test, scale, holdout, validation, downsample, batch-size, order"),
        mistake(
            "model {}",
            "model { biass = true }",
            "m.conf:6: unknown key model.biass, did you mean bias? Known here: hidden, activation, bias, init"),
        mistake(
            NATURAL,
            "reltoll = 1e-6",
            "m.conf:9: unknown key optimizers.1.reltoll, did you mean reltol? Known here: "
                + NATURAL_KEYS
                + SEARCH_KEYS),
        mistake(
            SGD,
            "sgd, learning-rate = 0.1, reltol = 1e-6",
            "m.conf:8: unknown key optimizers.0.reltol, did you mean reltol of natural-gradient, empirical-fisher? Known here: "
                + COMMON_KEYS
                + SEARCH_KEYS),
        mistake(
            "steps = 100",
            "steps = 100, max-kl = 0.1",
            "m.conf:1: unknown key sweep.max-kl, did you mean max-kl of an entry of optimizers? Known here: "
                + SWEEP_KEYS),
        mistake(
            SGD,
            "sgd, learning-rate = 0.1, momentum = 0.9",
            "m.conf:8: unknown key optimizers.0.momentum, did you mean momentum of "
                + optimizersWith("momentum")
                + "? Known here: "
                + COMMON_KEYS
                + SEARCH_KEYS),
        mistake(
            SGD,
            "kfac, learning-rate = 0.1, damping = 1, solver = auto",
            "m.conf:8: unknown key optimizers.0.solver, did you mean solver of natural-gradient, empirical-fisher? Known here: "
                + COMMON_KEYS
                + ", damping, damping-schedule, averaging, update-every"
                + SEARCH_KEYS),
        mistake(
            SGD,
            "empirical-fisher, learning-rate = 0.1, fisher = exact",
            "m.conf:8: unknown key optimizers.0.fisher, did you mean fisher of natural-gradient? Known here: "
                + COMMON_KEYS
                + ", reltol, damping, damping-schedule, max-inverse-probability, solver"
                + SEARCH_KEYS),
        mistake(
            SGD,
            "adam, learning-rate = 0.1, activation = relu",
            "m.conf:8: unknown key optimizers.0.activation, did you mean model.activation? Known here: "
                + COMMON_KEYS
                + ", beta1, beta2, epsilon"
                + SEARCH_KEYS),
        mistake(
            "batch-size = 16",
            "batch-size = 16, cross-check = 10",
            "m.conf:4: unknown key data.cross-check, did you mean sweep.cross-check? Known here: dataset, format, label, features, test, scale, holdout, validation, downsample, batch-size, order"),
        mistake(
            "name = sgd",
            "nmae = sgd",
            "m.conf:8: unknown key optimizers.0.nmae, did you mean name? Known here: "
                + ALL_KEYS
                + SEARCH_KEYS),
        mistake(
            SGD,
            "sgd, learning-rate = { start = 1, to = 2, points = 3 }",
            "m.conf:8: unknown key optimizers.0.learning-rate.start. Known here: from, to, points, scale"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = { conut = 3 }",
            "m.conf:1: unknown key sweep.seeds.conut, did you mean count? Known here: from, count"),
        mistake(
            "steps = 100",
            "",
            "m.conf:1: sweep.steps must be given (mini-batches that a trial trains on)"),
        mistake(
            "dataset = mnist",
            "",
            "m.conf:2: data.dataset must be given (mnist, fashion-mnist, a directory of IDX files, a LIBSVM file, a CSV or TSV file or a Parquet file)"),
        mistake("batch-size = 16", "", "m.conf:2: data.batch-size must be given (samples a step)"),
        mistake(
            ", learning-rate = 0.1 }",
            " }",
            RATE + " must be given (factor on the direction, at its highest)"),
        mistake(
            "name = sgd, ",
            "",
            "m.conf:8: optimizers.0.name must be given (one of " + OPTIMIZERS + ")"),
        mistake(
            "optimizers",
            "model",
            "m.conf:7: model must be given once, got: a second time, after line 6; only the last would count, so delete one"));
  }

  static Stream<Arguments> sweep() {
    return Stream.of(
        mistake(
            "steps = 100",
            "steps = many",
            "m.conf:1: sweep.steps must be a whole number, got: \"many\""),
        mistake("steps = 100", "steps = 0", "m.conf:1: sweep.steps must be >= 1, got: 0"),
        mistake("steps = 100", "steps = -5", "m.conf:1: sweep.steps must be >= 1, got: -5"),
        mistake(
            "steps = 100", "steps = 1.5", "m.conf:1: sweep.steps must be a whole number, got: 1.5"),
        mistake(
            "steps = 100",
            "steps = 99999999999",
            "m.conf:1: sweep.steps must be a whole number up to 2147483647, got: 99999999999"),
        mistake(
            "steps = 100",
            "steps = 99999999999999999999999",
            "m.conf:1: sweep.steps must be a whole number up to 2147483647, got: \"99999999999999999999999\""),
        mistake(
            "steps = 100",
            "steps = [100]",
            "m.conf:1: sweep.steps must be a whole number, got: [100]"),
        mistake(
            "steps = 100",
            "steps = { a = 1 }",
            "m.conf:1: sweep.steps must be a whole number, got: {\"a\":1}"),
        mistake(
            "steps = 100",
            "steps = true",
            "m.conf:1: sweep.steps must be a whole number, got: true"),
        mistake(
            "steps = 100",
            "steps = null",
            "m.conf:1: sweep.steps must be given (mini-batches that a trial trains on)"),
        mistake(
            "steps = 100",
            "steps = 100, eval-every = 0",
            "m.conf:1: sweep.eval-every must be >= 1, got: 0"),
        mistake(
            "steps = 100",
            "steps = 100, cross-check = -1",
            "m.conf:1: sweep.cross-check must be >= 0, got: -1"),
        mistake(
            "steps = 100",
            "steps = 100, cross-check = often",
            "m.conf:1: sweep.cross-check must be a whole number, got: \"often\""),
        mistake(
            "steps = 100",
            "steps = 100, pack-size = 0",
            "m.conf:1: sweep.pack-size must be >= 1, got: 0"),
        mistake(
            "steps = 100",
            "steps = 100, divergence-bound = 0",
            "m.conf:1: sweep.divergence-bound must be a finite number > 0, got: 0.0"),
        mistake(
            "steps = 100",
            "steps = 100, mllib-baseline = maybe",
            "m.conf:1: sweep.mllib-baseline must be true or false, got: \"maybe\""),
        mistake(
            "steps = 100",
            "steps = 100, seeds = []",
            "m.conf:1: sweep.seeds must be one value or more, got: []"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = [3, 1, 3]",
            "m.conf:1: sweep.seeds must be different from each other, got: [3,1,3]; leave out the second 3"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = [0, -1]",
            "m.conf:1: sweep.seeds.1 must be >= 0, got: -1"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = { from = 0 }",
            "m.conf:1: sweep.seeds.count must be given (number of seeds)"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = { count = 0 }",
            "m.conf:1: sweep.seeds.count must be >= 1, got: 0"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = { count = 1e8 }",
            "m.conf:1: sweep.seeds.count must be <= 10000, got: 100000000"),
        mistake(
            "steps = 100",
            "steps = 100, seeds = { from = 2147483647, count = 2 }",
            "m.conf:1: sweep.seeds must be numbers up to 2147483647, got: {\"count\":2,\"from\":2147483647}"),
        mistake("right", "a/b", NAME_RULE + "\"a/b\""),
        mistake("right", "..", NAME_RULE + "\"..\""),
        mistake("right", "_hidden", NAME_RULE + "\"_hidden\""),
        mistake("right", "\"\"", NAME_RULE + "\"\""));
  }

  static Stream<Arguments> data() {
    return Stream.of(
        mistake(
            "mnist",
            "[mnist]",
            "m.conf:3: data.dataset must be mnist, fashion-mnist, a directory of IDX files, a LIBSVM file, a CSV or TSV file or a Parquet file, got: [\"mnist\"]"),
        mistake(
            "mnist",
            "\" \"",
            "m.conf:3: data.dataset must be mnist, fashion-mnist, a directory of IDX files, a LIBSVM file, a CSV or TSV file or a Parquet file, got: \" \""),
        mistake(
            "batch-size = 16",
            "batch-size = 16, format = cvs",
            "m.conf:4: data.format must be one of auto, idx, libsvm, csv, parquet, got: \"cvs\""),
        mistake(
            "batch-size = 16",
            "batch-size = 16, format = [csv, idx]",
            "m.conf:4: data.format must be one of auto, idx, libsvm, csv, parquet, got: [\"csv\",\"idx\"]"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, label = [a, b]",
            "m.conf:4: data.label must be the name of a column, got: [\"a\",\"b\"]"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, features = age",
            "m.conf:4: data.features must be a list of columns, as in [age, income], got: \"age\""),
        mistake(
            "batch-size = 16",
            "batch-size = 16, features = [[age], [income]]",
            "m.conf:4: data.features.0 must be the name of a column, got: [\"age\"]"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, features = [age, age]",
            "m.conf:4: data.features must name each column once, got: [age, age]"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, features = [\"a,b\"]",
            "m.conf:4: data.features must name columns without commas, and without blanks at their ends, got: \"a,b\"; rename the column"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, test = \"\"",
            "m.conf:4: data.test must be where a test set lies, got: \"\""),
        mistake(
            "batch-size = 16",
            "batch-size = 16, scale = minmax",
            "m.conf:4: data.scale must be one of none, unit, standard, got: \"minmax\""),
        mistake(
            "batch-size = 16", "batch-size = 0", "m.conf:4: data.batch-size must be >= 1, got: 0"),
        mistake(
            "batch-size = 16",
            "batch-size = [16, 0]",
            "m.conf:4: data.batch-size.1 must be >= 1, got: 0"),
        mistake(
            "batch-size = 16",
            "batch-size = { from = 1, to = 2, points = 3 }",
            "m.conf:4: data.batch-size (value 2 of the range) must be a whole number, got: 1.5"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, downsample = 0",
            "m.conf:4: data.downsample must be >= 1, got: 0"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, downsample = 14x14",
            "m.conf:4: data.downsample must be a whole number, got: \"14x14\""),
        mistake(
            "batch-size = 16",
            "batch-size = 16, order = shuffeld",
            "m.conf:4: data.order must be one of shuffled, sequential, got: \"shuffeld\", did you mean shuffled?"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, order = { from = 1 }",
            "m.conf:4: data.order must be one of shuffled, sequential, got: {\"from\":1}"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, holdout = 0",
            "m.conf:4: data.holdout must be test, or a fraction of the training set in (0, 1), got: 0"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, holdout = 1.5",
            "m.conf:4: data.holdout must be test, or a fraction of the training set in (0, 1), got: 1.5"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, holdout = tset",
            "m.conf:4: data.holdout must be test, or a fraction of the training set in (0, 1), got: \"tset\""));
  }

  static Stream<Arguments> model() {
    return Stream.of(
        mistake(
            "model {}",
            "model = softmax",
            "m.conf:6: model must be a section { key = value … }, got: \"softmax\""),
        mistake(
            "model {}",
            "model { hidden = 10 }",
            "m.conf:6: model.hidden must be a list of whole numbers, as in [64], got: 10"),
        mistake(
            "model {}", "model { hidden = [0] }", "m.conf:6: model.hidden.0 must be >= 1, got: 0"),
        mistake(
            "model {}",
            "model { hidden = [[], [64, 0]] }",
            "m.conf:6: model.hidden.1.1 must be >= 1, got: 0"),
        mistake(
            "model {}",
            "model { hidden = [[64], 32] }",
            "m.conf:6: model.hidden.1 must be a list of whole numbers, as in [64], got: 32"),
        mistake(
            "model {}",
            "model { hidden = [[[64]]] }",
            "m.conf:6: model.hidden.0.0 must be a whole number, got: [64]"),
        mistake(
            "model {}",
            "model { hidden = { from = 8, to = 64, points = 4 } }",
            "m.conf:6: model.hidden must be a list of whole numbers, as in [64], got: {\"from\":8,\"points\":4,\"to\":64}"),
        mistake(
            "model {}",
            "model {\n init = [glorot, zeros]\n hidden = [[], [64, 32]] }",
            "m.conf:8: model.init zeros leaves all hidden units alike for ever, and hidden is [64, 32]; use glorot"),
        mistake(
            "model {}",
            "model { hidden = [64], activation = sigmoid }",
            "m.conf:6: model.activation must be one of tanh, relu, got: \"sigmoid\""),
        mistake(
            "model {}",
            "model {\n activation = relu }",
            "m.conf:7: model.activation is of hidden units, and hidden is []; leave it out, or set hidden, as in [64]"),
        mistake(
            "model {}", "model { bias = 2 }", "m.conf:6: model.bias must be true or false, got: 2"),
        mistake(
            "model {}",
            "model { bias = [] }",
            "m.conf:6: model.bias must be one value or more, got: []"),
        mistake(
            "model {}",
            "model { init = xavier }",
            "m.conf:6: model.init must be one of glorot, zeros, got: \"xavier\""));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        mistake(SGD, "sgd, learning-rate = -1", RATE + " must be a finite number > 0, got: -1.0"),
        mistake(SGD, "sgd, learning-rate = 0", RATE + " must be a finite number > 0, got: 0.0"),
        mistake(SGD, "sgd, learning-rate = NaN", RATE + " must be a number, got: \"NaN\""),
        mistake(
            SGD, "sgd, learning-rate = Infinity", RATE + " must be a number, got: \"Infinity\""),
        mistake(
            SGD,
            "sgd, learning-rate = 1e400",
            RATE + " must be a finite number > 0, got: Infinity"),
        mistake(SGD, "sgd, learning-rate = fast", RATE + " must be a number, got: \"fast\""),
        mistake(SGD, "sgd, learning-rate = true", RATE + " must be a number, got: true"),
        mistake(SGD, "sgd, learning-rate = []", RATE + " must be one value or more, got: []"),
        mistake(
            SGD,
            "sgd, learning-rate = [0.1, -1]",
            RATE + ".1 must be a finite number > 0, got: -1.0"),
        mistake(SGD, "sgd, learning-rate = [[0.1]]", RATE + ".0 must be a number, got: [0.1]"),
        mistake(
            SGD,
            "sgd, learning-rate = [0.1 0.2]",
            RATE
                + " must have a comma between its values, got: 0.1 0.2, which would count as one; put a comma in"),
        mistake(
            SGD,
            "sgd, learning-rate = [\n0.1\nx]",
            "m.conf:10: optimizers.0.learning-rate.1 must be a number, got: \"x\""));
  }

  static Stream<Arguments> ranges() {
    return Stream.of(
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = 2 }",
            RATE
                + ".points must be given (how many values, both ends included), as optimizers.0 is"
                + " searched as a grid; or set search = random or sobol, which draw from the whole range"),
        mistake(
            SGD,
            "sgd, learning-rate = { to = 2, points = 3 }",
            RATE + ".from must be given (first value of a range { from, to, points, scale })"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = 2, points = 1 }",
            RATE + ".points must be >= 2, got: 1"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = 2, points = 1e9 }",
            RATE + ".points must be <= 10000, got: 1000000000"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 2, to = 1, points = 3 }",
            RATE + ".from must be < to, got: from 2.0, to 1.0"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = 1, points = 3 }",
            RATE + ".from must be < to, got: from 1.0, to 1.0"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 0, to = 1, points = 3 }",
            RATE + ".from must be a finite number > 0, got: 0.0"),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = far, points = 3 }",
            RATE + ".to must be a number, got: \"far\""),
        mistake(
            SGD,
            "sgd, learning-rate = { from = 1, to = 2, points = 3, scale = lg }",
            RATE + ".scale must be one of linear, log, got: \"lg\", did you mean log?"),
        mistake(
            NATURAL,
            "reltol = { from = 0, to = 0.1, points = 3, scale = log }",
            "m.conf:9: optimizers.1.reltol.from must be > 0 where scale is log, got: 0.0"));
  }

  static Stream<Arguments> searches() {
    String right = "{ name = right, steps = 100";
    return Stream.of(
        mistake(
            right,
            right + ", search = sobl",
            "m.conf:1: sweep.search must be one of grid, random, sobol, got: \"sobl\", did you mean sobol?"),
        mistake(
            right,
            right + ", search = sobol",
            "m.conf:1: sweep.samples must be given (configurations of each optimizer, if search is"
                + " random or sobol), as search is sobol"),
        mistake(
            right,
            right + ", search = random, samples = 0",
            "m.conf:1: sweep.samples must be >= 1, got: 0"),
        mistake(
            right,
            right + ", search = random, samples = 1000001",
            "m.conf:1: sweep.samples must be <= 1000000, got: 1000001"),
        mistake(
            right,
            right + ", search = random, samples = 600000",
            "m.conf: a sweep must spell at most 1000000 combinations, got: 1200000; shorten a list or"
                + " a range, or draw samples (search = sobol)"),
        mistake(
            right,
            right + ", samples = 5",
            "m.conf:1: sweep.samples is of samples, and search is grid; leave it out, or set search ="
                + " random or sobol"),
        mistake(
            right,
            right + ", search-seed = 5",
            "m.conf:1: sweep.search-seed is of samples, and search is grid; leave it out, or set"
                + " search = random or sobol"),
        mistake(
            SGD,
            SGD + ", samples = 5",
            "m.conf:8: optimizers.0.samples is of samples, and search is grid; leave it out, or set"
                + " search = random or sobol"),
        mistake(
            SGD,
            SGD + ", search = random",
            "m.conf:1: sweep.samples must be given (configurations of each optimizer, if search is"
                + " random or sobol), as search is random"),
        mistake(
            "batch-size = 16",
            "batch-size = { from = 8, to = 64 }",
            "m.conf:4: data.batch-size.points must be given (how many values, both ends included), as"
                + " optimizers.0 is searched as a grid; or set search = random or sobol, which draw from"
                + " the whole range"),
        mistake(
            SGD,
            "sgd, search = sobol, samples = 9, learning-rate = { from = -1, to = 1 }",
            RATE + ".from must be a finite number > 0, got: -1.0"),
        mistake(
            SGD,
            "sgd, search = sobol, samples = 9, learning-rate = { from = 1, to = 2 }, warm-up = { from = 0.5, to = 3 }",
            "m.conf:8: optimizers.0.warm-up.from must be a whole number, got: 0.5"),
        mistake(
            NATURAL,
            "search = random, samples = 5, solver = closed-form, reltol = { from = 1e-3, to = 0.1 }",
            "m.conf:9: optimizers.1: solver closed-form neither truncates nor damps: leave out reltol and"
                + " damping (got: reltol 0.0413953, damping 0.0), or use solver auto"));
  }

  static Stream<Arguments> halvings() {
    String right = "{ name = right, steps = 100";
    return Stream.of(
        mistake(
            right,
            right + ", halving { eta = 3 }",
            "m.conf:1: sweep.halving.min-steps must be given (least steps of a rung)"),
        mistake(
            right,
            right + ", halving { eta = 1, min-steps = 10 }",
            "m.conf:1: sweep.halving.eta must be >= 2, got: 1"),
        mistake(
            right,
            right + ", halving { min-steps = 10, brackets = 2 }",
            "m.conf:1: sweep.halving.brackets must be one of one, all, got: 2"),
        mistake(
            right,
            right + ", halving { min-steps = 10, rungs = 2 }",
            "m.conf:1: unknown key sweep.halving.rungs. Known here: eta, min-steps, brackets"),
        mistake(
            right,
            right + ", halving = 3",
            "m.conf:1: sweep.halving must be a section { key = value … }, got: 3"),
        mistake(
            right,
            right + ", halving { min-steps = 50 }",
            "m.conf:1: sweep.halving: min-steps must be <= steps / eta, or no rung is left, got:"
                + " min-steps 50, steps 100, eta 3"),
        mistake(
            right,
            right + ", eval-every = 50, halving { min-steps = 10 }",
            "m.conf:1: sweep.halving: rungs must be different measurements, got: steps [50, 50, 100],"
                + " measured every 50; set sweep.eval-every = 5 or less"));
  }

  static Stream<Arguments> confirmations() {
    String right = "{ name = right, steps = 100";
    return Stream.of(
        mistake(
            right,
            right + ", confirm { top = 3 }",
            "m.conf:1: sweep.confirm.seeds must be given (repetitions: a list, or { from = 0,"
                + " count = 16 })"),
        mistake(
            right,
            right + ", confirm { top = 0, seeds = [1] }",
            "m.conf:1: sweep.confirm.top must be >= 1, got: 0"),
        mistake(
            right,
            right + ", confirm { best = 3, seeds = [1] }",
            "m.conf:1: unknown key sweep.confirm.best. Known here: top, seeds"),
        mistake(
            right,
            right + ", seeds = [3, 4], confirm { seeds = { from = 4, count = 2 } }",
            "m.conf:1: sweep.confirm.seeds must be other seeds than those of the search, got:"
                + " {\"count\":2,\"from\":4}; seed 4 is one of sweep.seeds"),
        mistake(
            "batch-size = 16",
            "batch-size = 16, validation = 1",
            "m.conf:4: data.validation must be >= 0 and < 1, got: 1.0"));
  }

  @Test
  void aConfirmationWithoutChanceIsRefused() {
    String conf =
        RIGHT
            .replace("steps = 100", "steps = 100, confirm { seeds = [1] }")
            .replace("batch-size", "order = sequential, batch-size")
            .replace("model {}", "model { init = zeros }");

    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> ConfReader.parse(conf, "m.conf", List.of()))
        .withMessageStartingWith("m.conf:1: sweep.confirm must be left out, as order = sequential");
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        mistake(
            "name = sgd",
            "name = lion",
            "m.conf:8: optimizers.0.name must be one of " + OPTIMIZERS + ", got: \"lion\""),
        mistake(
            "name = sgd",
            "name = [sgd]",
            "m.conf:8: optimizers.0.name must be one of " + OPTIMIZERS + ", got: [\"sgd\"]"),
        mistake(
            "name = natural-gradient",
            "name = natural",
            "m.conf:9: optimizers.1.name must be one of "
                + OPTIMIZERS
                + ", got: \"natural\", did you mean natural-gradient?"),
        mistake(
            "{ name = sgd, learning-rate = 0.1 }",
            "sgd",
            "m.conf:8: optimizers.0 must be a section { key = value … }, got: \"sgd\""),
        mistake(
            NATURAL, "reltol = 1", "m.conf:9: optimizers.1.reltol must be >= 0 and < 1, got: 1.0"),
        mistake(
            NATURAL,
            "damping = -0.1",
            "m.conf:9: optimizers.1.damping must be >= 0 and finite, got: -0.1"),
        mistake(
            NATURAL,
            "fisher = empirical",
            "m.conf:9: optimizers.1.fisher must be one of exact, softmax-of-probabilities, got: \"empirical\"; for that one use the optimizer empirical-fisher"),
        mistake(
            NATURAL,
            "fisher = exakt",
            "m.conf:9: optimizers.1.fisher must be one of exact, softmax-of-probabilities, got: \"exakt\", did you mean exact?"),
        mistake(
            NATURAL,
            "solver = closed_form",
            "m.conf:9: optimizers.1.solver must be one of auto, dense, gram, closed-form, got: \"closed_form\", did you mean closed-form?"),
        mistake(
            NATURAL,
            "solver = [auto, closed-form], reltol = [0, 0.5]",
            "m.conf:9: optimizers.1: solver closed-form neither truncates nor damps: leave out reltol and damping (got: reltol 0.5, damping 0.0), or use solver auto"),
        mistake(
            NATURAL,
            "reltol = { from = 0, to = 0.1, points = 2000 }, damping = { from = 0, to = 1, points = 2000 }",
            "m.conf:9: optimizers.1 must spell at most 1000000 combinations, got: 4000000; shorten a list or a range, or draw samples (search = sobol)"));
  }

  static Stream<Arguments> stepSizes() {
    return Stream.of(
        mistake(
            SGD,
            SGD + ", learning-rate-schedule = cosin",
            "m.conf:8: optimizers.0.learning-rate-schedule must be one of constant, linear, cosine, got: \"cosin\", did you mean cosine?"),
        mistake(
            SGD,
            SGD + ", learning-rate-schedule = levenberg-marquardt",
            "m.conf:8: optimizers.0.learning-rate-schedule must be one of constant, linear, cosine, got: \"levenberg-marquardt\""),
        mistake(
            SGD, SGD + ", warm-up = -1", "m.conf:8: optimizers.0.warm-up must be >= 0, got: -1"),
        mistake(
            SGD,
            SGD + ", warm-up = 0.1",
            "m.conf:8: optimizers.0.warm-up must be a whole number, got: 0.1"),
        mistake(
            SGD,
            SGD + ", warm-up = [99, 100]",
            "m.conf:8: optimizers.0: warm-up must be < steps (100), got: 100"),
        mistake(
            SGD,
            SGD + ", max-norm = 0",
            "m.conf:8: optimizers.0.max-norm must be a number > 0, or off, got: 0"),
        mistake(
            SGD,
            SGD + ", max-norm = none",
            "m.conf:8: optimizers.0.max-norm must be a number > 0, or off, got: \"none\""),
        mistake(
            SGD,
            SGD + ", max-norm = 1e400",
            "m.conf:8: optimizers.0.max-norm must be a number > 0, or off, got: Infinity"),
        mistake(
            SGD,
            SGD + ", max-kl = [off, -0.1]",
            "m.conf:8: optimizers.0.max-kl.1 must be a number > 0, or off, got: -0.1"),
        mistake(
            SGD,
            SGD + ", max-kl = { from = off, to = 1, points = 3 }",
            "m.conf:8: optimizers.0.max-kl.from must be a number, got: \"off\""),
        mistake(
            SGD,
            SGD + ", max-kl = { from = 0, to = 1, points = 3 }",
            "m.conf:8: optimizers.0.max-kl.from must be a number > 0, or off, got: 0"));
  }

  static Stream<Arguments> hyperparameters() {
    return Stream.of(
        mistake(
            SGD,
            "momentum, learning-rate = 0.1, momentum = 1",
            "m.conf:8: optimizers.0.momentum must be >= 0 and < 1, got: 1.0"),
        mistake(
            SGD,
            "momentum, learning-rate = 0.1, nesterov = maybe",
            "m.conf:8: optimizers.0.nesterov must be true or false, got: \"maybe\""),
        mistake(
            SGD,
            "adam, learning-rate = 0.1, beta1 = 1",
            "m.conf:8: optimizers.0.beta1 must be >= 0 and < 1, got: 1.0"),
        mistake(
            SGD,
            "adam, learning-rate = 0.1, beta2 = [0.9, -0.1]",
            "m.conf:8: optimizers.0.beta2.1 must be >= 0 and < 1, got: -0.1"),
        mistake(
            SGD,
            "adam, learning-rate = 0.1, epsilon = 0",
            "m.conf:8: optimizers.0.epsilon must be a finite number > 0, got: 0.0"),
        mistake(
            NATURAL,
            "max-inverse-probability = 0.5",
            "m.conf:9: optimizers.1.max-inverse-probability must be a number >= 1, or off, got: 0.5"),
        mistake(
            NATURAL,
            "damping-schedule = exponential",
            "m.conf:9: optimizers.1.damping-schedule must be one of constant, linear, cosine, levenberg-marquardt, got: \"exponential\""),
        mistake(
            NATURAL,
            "damping = [0.1, 0], damping-schedule = [constant, linear]",
            "m.conf:9: optimizers.1: damping-schedule linear needs a damping > 0, got: damping 0.0"),
        mistake(
            SGD,
            "empirical-fisher, learning-rate = 0.1, solver = closed-form",
            "m.conf:8: optimizers.0: solver closed-form does not know the empirical Fisher matrix; use solver auto"),
        mistake(
            SGD,
            "cg, learning-rate = 0.1, damping-schedule = levenberg-marquardt",
            "m.conf:8: optimizers.0: damping-schedule levenberg-marquardt needs a damping > 0, got: damping 0.0"),
        mistake(
            SGD,
            "cg, learning-rate = 0.1, cg-tolerance = 0",
            "m.conf:8: optimizers.0.cg-tolerance must be a finite number > 0, got: 0.0"),
        mistake(
            SGD,
            "cg, learning-rate = 0.1, cg-tolerance = 1",
            "m.conf:8: optimizers.0.cg-tolerance must be >= 0 and < 1, got: 1.0"),
        mistake(
            SGD,
            "cg, learning-rate = 0.1, cg-iterations = 0",
            "m.conf:8: optimizers.0.cg-iterations must be >= 1, got: 0"),
        mistake(
            SGD,
            "cg, learning-rate = 0.1, preconditioner = diagonal",
            "m.conf:8: optimizers.0.preconditioner must be one of none, second-moment, got: \"diagonal\""),
        mistake(
            SGD,
            "kfac, learning-rate = 0.1",
            "m.conf:8: optimizers.0.damping must be given (added to the eigenvalues of the batch's mean Fisher matrix)"),
        mistake(
            SGD,
            "kfac, learning-rate = 0.1, damping = 0",
            "m.conf:8: optimizers.0.damping must be a finite number > 0, got: 0.0"),
        mistake(
            SGD,
            "kfac, learning-rate = 0.1, damping = 1, averaging = 1",
            "m.conf:8: optimizers.0.averaging must be >= 0 and < 1, got: 1.0"),
        mistake(
            SGD,
            "ekfac, learning-rate = 0.1, damping = [1, 0]",
            "m.conf:8: optimizers.0.damping.1 must be a finite number > 0, got: 0.0"),
        mistake(
            SGD,
            "ekfac, learning-rate = 0.1, damping = 1, update-every = 0",
            "m.conf:8: optimizers.0.update-every must be >= 1, got: 0"),
        mistake(
            SGD,
            "spring, learning-rate = 0.1",
            "m.conf:8: optimizers.0.damping must be given (added to the eigenvalues of the batch's mean Fisher matrix)"),
        mistake(
            SGD,
            "spring, learning-rate = 0.1, damping = 1, momentum = -0.5",
            "m.conf:8: optimizers.0.momentum must be >= 0 and < 1, got: -0.5"));
  }

  static Stream<Arguments> hocon() {
    return Stream.of(
        mistake(
            "steps = 100 }",
            "steps = 100",
            "m.conf:11: not valid HOCON: the text ends before every { and [ is closed"),
        mistake(
            "mnist",
            "\"mnist",
            "m.conf:3: not valid HOCON: a double quote is not closed on its line"),
        mistake(
            "mnist",
            "hdfs://a/b",
            "m.conf:3: not valid HOCON: Expecting close brace } or a comma, got ':'; put text with special characters in double quotes"),
        mistake(
            "mnist",
            "${geodesic.no.such}",
            "m.conf:3: Could not resolve substitution to a value: ${geodesic.no.such}; a ${…} must name another key of this conf or an environment variable"),
        mistake(
            "mnist",
            "${data.dataset}",
            "m.conf:3: Could not resolve substitution to a value: ${data.dataset} was part of a cycle of substitutions involving ${data.dataset}, ${data.dataset}; a ${…} must name another key of this conf or an environment variable"),
        mistake(
            "model {}",
            "include \"base.conf\"",
            "m.conf: a conf must be one file, without include, got: include \"base.conf\"; copy its keys in"),
        mistake(
            "model {}",
            "include required(file(\"base.conf\"))",
            "m.conf: a conf must be one file, without include, got: include \"base.conf\"; copy its keys in"));
  }

  static Stream<Arguments> overrides() {
    return Stream.of(
        override(
            "sweep.steps",
            "--set must be key=value, as in --set sweep.steps=100, got: sweep.steps"),
        override(
            "sweep.cross-check=-1",
            "--set sweep.cross-check=-1: sweep.cross-check must be >= 0, got: -1"),
        override("model.hidden=[0]", "--set model.hidden=[0]: model.hidden.0 must be >= 1, got: 0"),
        override("=3", "--set must be key=value, as in --set sweep.steps=100, got: =3"),
        override(
            "sweep.name=",
            "--set must be key=value, as in --set sweep.steps=100, got: sweep.name="),
        override("a..b=1", "--set a..b=1: must start with a key, as in sweep.steps=100, got: a..b"),
        override("sweep.steps=0", "--set sweep.steps=0: sweep.steps must be >= 1, got: 0"),
        override(
            "sweep.stps=3",
            "--set sweep.stps=3: unknown key sweep.stps, did you mean steps? Known here: "
                + SWEEP_KEYS),
        override(
            "optimizers.0.learning-rate=-1",
            "--set optimizers.0.learning-rate=-1: optimizers.0.learning-rate must be a finite number > 0, got: -1.0"),
        override(
            "optimizers.2.learning-rate=1",
            "--set optimizers.2.learning-rate=1: optimizers is a list of 2, whose entries must be named by number from 0, got: 2"),
        override(
            "optimizers.sgd.learning-rate=1",
            "--set optimizers.sgd.learning-rate=1: optimizers is a list of 2, whose entries must be named by number from 0, got: sgd"),
        override(
            "optimizers=[]", "--set optimizers=[]: optimizers must be one value or more, got: []"),
        override(
            "optimizers=sgd",
            "--set optimizers=sgd: optimizers must be a list, as in [ { name = sgd, learning-rate = 0.1 } ], got: \"sgd\""),
        override(
            "data.dataset=s3a://a/b",
            "--set data.dataset=s3a://a/b: not valid HOCON: Expecting end of input or a comma, got ':'; put text with special characters in double quotes"),
        override(
            "data.dataset=/a//b",
            "--set data.dataset=/a//b: the value must be one HOCON value; put text with # or // in double quotes"),
        override(
            "sweep.name=a\nsweep.steps=2",
            "--set sweep.name=a sweep.steps=2: the value must be one HOCON value; put text with # or // in double quotes"),
        override(
            "data.batch-size=[1,2",
            "--set data.batch-size=[1,2: not valid HOCON: the text ends before every { and [ is closed"),
        override(
            "sweep={}",
            "--set sweep={}: sweep.steps must be given (mini-batches that a trial trains on)"));
  }

  private static Arguments mistake(String right, String mistake, String message) {
    return Arguments.of(right, mistake, message);
  }

  private static Arguments override(String override, String message) {
    return Arguments.of(override, message);
  }
}
