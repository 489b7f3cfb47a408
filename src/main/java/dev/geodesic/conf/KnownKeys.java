package dev.geodesic.conf;

import static dev.geodesic.trial.DataSpec.AS_IT_IS;

import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.Require;
import dev.geodesic.trial.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The keys of a conf, those of the optimizers aside. */
final class KnownKeys {
  static final String SWEEP = "sweep";
  static final String DATA = "data";
  static final String MODEL = "model";
  static final String OPTIMIZERS = "optimizers";
  static final List<String> SECTIONS = List.of(SWEEP, DATA, MODEL, OPTIMIZERS);

  private static final Kind<Integer> AT_LEAST_ONE =
      Numbers.whole((key, value) -> Require.atLeast(key, 1, value));

  static final Key<String> NAME =
      Key.derived(
          "name", Kinds.name(), "the file's name", "of the sweep and its results directory");
  static final Key<Integer> STEPS =
      Key.required("steps", AT_LEAST_ONE, "how many mini-batches a trial trains on");
  static final Key<Integer> RECORD_EVERY =
      Key.of("record-every", AT_LEAST_ONE, 1, "steps between two points of a curve");
  static final Key<Integer> CROSS_CHECK =
      Key.of(
          "cross-check",
          Numbers.whole((key, value) -> Require.atLeast(key, 0, value)),
          0,
          "steps between checks of the direction by an independent solver, 0 for none");
  static final Key<Integer> EVAL_EVERY =
      Key.derived("eval-every", AT_LEAST_ONE, "a tenth of steps", "steps between measurements");
  static final Key<List<Integer>> SEEDS =
      Key.of("seeds", Seeds::read, List.of(0), "repetitions: a list, or { from = 0, count = 16 }");
  static final Key<Integer> PACK_SIZE =
      Key.derived("pack-size", AT_LEAST_ONE, "by optimizer", "most trials trained fused");
  static final Key<Double> DIVERGENCE_BOUND =
      Key.of(
          "divergence-bound",
          Numbers.number(Require::positive),
          Schedule.DEFAULT_DIVERGENCE_BOUND,
          "batch loss above which a trial is given up");
  static final Key<Boolean> MLLIB_BASELINE =
      Key.of("mllib-baseline", Kinds.truth(), true, "whether to fit a converged linear model too");
  static final Key<DeviceRequest> DEVICE = choice("device", DeviceRequest.AUTO, "what trains");

  static final Key<String> DATASET =
      Key.required("dataset", Kinds.dataset(), "mnist, a directory of IDX files or a LIBSVM file");
  static final Key<Holdout> HOLDOUT =
      Key.of("holdout", Kinds.holdout(), new Holdout.TestSet(), "test", "test, or a fraction");
  static final Key<Integer> DOWNSAMPLE =
      Key.of("downsample", AT_LEAST_ONE, AS_IT_IS, "as it is", "side of the images in pixels");
  static final Key<Integer> BATCH_SIZE =
      Key.required("batch-size", AT_LEAST_ONE, "how many samples a step");
  static final Key<BatchOrder> ORDER = choice("order", BatchOrder.SHUFFLED, "of the batches");

  static final Key<List<Integer>> HIDDEN =
      Key.of("hidden", new HiddenLayers(), List.of(), "widths of the hidden layers");
  static final Key<Activation> ACTIVATION =
      choice("activation", Activation.TANH, "of the hidden units");
  static final Key<Boolean> BIAS = Key.of("bias", Kinds.truth(), false, "whether layers have one");
  static final Key<Initialization> INIT = choice("init", Initialization.GLOROT, "first weights");

  static final List<Key<?>> SWEEP_KEYS =
      List.of(
          NAME,
          STEPS,
          EVAL_EVERY,
          RECORD_EVERY,
          CROSS_CHECK,
          SEEDS,
          PACK_SIZE,
          DIVERGENCE_BOUND,
          MLLIB_BASELINE,
          DEVICE);
  static final List<Key<?>> DATA_KEYS = List.of(DATASET, HOLDOUT, DOWNSAMPLE, BATCH_SIZE, ORDER);
  static final List<Key<?>> MODEL_KEYS = List.of(HIDDEN, ACTIVATION, BIAS, INIT);

  private KnownKeys() {}

  private static <E extends Enum<E> & ConfName> Key<E> choice(
      String name, E defaultValue, String meaning) {
    Class<E> type = defaultValue.getDeclaringClass();
    return Key.of(
        name,
        Kinds.choice(type),
        defaultValue,
        meaning + ": " + String.join(", ", ConfName.spellings(type)));
  }

  /** Where each key belongs, for one that stands in the wrong section. */
  static Map<String, String> homes() {
    Map<String, String> homes = new LinkedHashMap<>();
    SWEEP_KEYS.forEach(known -> homes.put(known.name(), SWEEP + "." + known.name()));
    DATA_KEYS.forEach(known -> homes.put(known.name(), DATA + "." + known.name()));
    MODEL_KEYS.forEach(known -> homes.put(known.name(), MODEL + "." + known.name()));
    OptimizerCatalog.all().stream()
        .flatMap(optimizer -> optimizer.keys().stream())
        .map(Key::name)
        .forEach(known -> homes.putIfAbsent(known, known + " of " + optimizersWith(known)));
    return homes;
  }

  private static String optimizersWith(String key) {
    if (Section.names(OptimizerCatalog.commonKeys()).contains(key)) {
      return "an entry of " + OPTIMIZERS;
    }
    return OptimizerCatalog.all().stream()
        .filter(optimizer -> Section.names(optimizer.keys()).contains(key))
        .map(OptimizerEntry::name)
        .collect(Collectors.joining(", "));
  }
}
