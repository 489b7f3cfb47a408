package dev.geodesic.trial;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything a user decides about one trial. */
public record TrialSpec(
    DataSpec data, ModelSpec model, OptimizerSpec optimizer, Schedule schedule, int seed)
    implements Serializable {
  /** Raised whenever the same spec would train to other numbers, so that old results stay apart. */
  public static final int TRAINER_VERSION = 4;

  private static final String SEED = "seed";

  private static final int ID_LENGTH = 20;

  public TrialSpec {
    Require.atLeast("seeds", 0, seed);
    optimizer.check(model, schedule);
  }

  /**
   * Every parameter by its conf key, {@code seed} among them: Integer, Double, Boolean or String.
   */
  public SortedMap<String, Object> parameters() {
    SortedMap<String, Object> parameters = configuration();
    parameters.put(SEED, seed);
    return parameters;
  }

  /** Every parameter but the seed: trials that differ in nothing else are repetitions. */
  private SortedMap<String, Object> configuration() {
    SortedMap<String, Object> parameters = new TreeMap<>(optimizer.hyperparameters());
    parameters.put("optimizer", optimizer.name());
    parameters.put("dataset", data.dataset());
    parameters.put("holdout", data.holdout().confName());
    parameters.put("downsample", data.downsample());
    parameters.put("batch-size", data.batchSize());
    parameters.put("order", data.order().confName());
    parameters.put("hidden", model.hidden().toString());
    if (!model.hidden().isEmpty()) {
      parameters.put("activation", model.activation().confName());
    }
    parameters.put("bias", model.bias());
    parameters.put("init", model.initialization().confName());
    parameters.put("steps", schedule.steps());
    parameters.put("eval-every", schedule.evalEvery());
    parameters.put("divergence-bound", schedule.divergenceBound());
    return parameters;
  }

  /** What it is compared on. */
  public Problem problem(String dataFingerprint) {
    Map<String, Object> all = new HashMap<>(configuration());
    all.put(Problem.DATA, dataFingerprint);
    all.put(Problem.TRAINER, TRAINER_VERSION);
    return Problem.of(all::get);
  }

  /** The trial's identity: a hash of everything that decides its outcome. */
  public String id(String dataFingerprint) {
    return hash(parameters(), dataFingerprint, TRAINER_VERSION);
  }

  /** The identity that repetitions over seeds share. */
  public String configurationId(String dataFingerprint) {
    return hash(configuration(), dataFingerprint, TRAINER_VERSION);
  }

  /**
   * Which {@link #TRAINER_VERSION} trained what is stored: the one that gives it its identity.
   *
   * @param configurationId of a trial
   * @param parameters of the same, with or without the seed
   * @return null for a version that knew other parameters, or a later one
   */
  public static @Nullable Integer trainerVersion(
      String configurationId, SortedMap<String, Object> parameters, String dataFingerprint) {
    SortedMap<String, Object> configuration = new TreeMap<>(parameters);
    configuration.remove(SEED);
    for (int version = TRAINER_VERSION; version > 0; version--) {
      if (hash(configuration, dataFingerprint, version).equals(configurationId)) {
        return version;
      }
    }
    return null;
  }

  /** Where a data set lies does not decide the outcome, what it holds does: the fingerprint. */
  private static String hash(
      SortedMap<String, Object> parameters, String dataFingerprint, int trainerVersion) {
    String text =
        parameters.entrySet().stream()
            .filter(entry -> !entry.getKey().equals("dataset"))
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    return ContentHash.of(text + "data=" + dataFingerprint + "\ntrainer=" + trainerVersion + "\n")
        .substring(0, ID_LENGTH);
  }
}
