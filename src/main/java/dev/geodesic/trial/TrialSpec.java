package dev.geodesic.trial;

import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything a user decides about one trial. */
public record TrialSpec(
    DataSpec data, ModelSpec model, OptimizerSpec optimizer, Schedule schedule, int seed)
    implements Serializable {
  /** Raised whenever the same spec would train to other numbers, so that old results stay apart. */
  public static final int TRAINER_VERSION = 4;

  /** Decides the first weights and the order of the batches. */
  public static final Parameter<Integer> SEED =
      Parameter.of("seed", Domains.whole(0), "decides the first weights and the order of batches")
          .or(0);

  /** The kind of the optimizer. */
  public static final Parameter<Family<?>> OPTIMIZER =
      Parameter.of("optimizer", Domains.choice(Families.ALL), "the optimizer's name");

  /** All that decides a trial, in the order in which it is shown. */
  public static final List<Parameter<?>> PARAMETERS =
      Stream.of(
              List.<Parameter<?>>of(OPTIMIZER),
              Families.PARAMETERS,
              DataSpec.PARAMETERS,
              ModelSpec.PARAMETERS,
              Schedule.IDENTITY,
              List.<Parameter<?>>of(SEED))
          .flatMap(List::stream)
          .toList();

  private static final int ID_LENGTH = 20;

  public TrialSpec {
    SEED.check(seed);
    optimizer.check(model, schedule);
  }

  /**
   * Every parameter that it has, by its conf key: Integer, Double, Boolean or String, as the
   * results hold it.
   */
  public SortedMap<String, Object> parameters() {
    SortedMap<String, Object> parameters = new TreeMap<>();
    for (Parameter<?> parameter : PARAMETERS) {
      Object value = stored(parameter);
      if (value != null) {
        parameters.put(parameter.key(), value);
      }
    }
    return parameters;
  }

  /**
   * What the results hold of one of {@link #PARAMETERS}.
   *
   * @return null where the trial has none, or it decides nothing
   */
  public @Nullable Object stored(Parameter<?> parameter) {
    if (parameter == OPTIMIZER) {
      return optimizer.name();
    }
    if (parameter == SEED) {
      return seed;
    }
    if (parameter == ModelSpec.ACTIVATION && model.hidden().isEmpty()) {
      return null;
    }
    return Stream.of(optimizer.values(), data.values(), model.values(), schedule.values())
        .flatMap(values -> values.stored(parameter).stream())
        .findFirst()
        .orElse(null);
  }

  /** Every parameter but the seed: trials that differ in nothing else are repetitions. */
  private SortedMap<String, Object> configuration() {
    SortedMap<String, Object> parameters = parameters();
    parameters.remove(SEED.key());
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
    configuration.remove(SEED.key());
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
            .filter(entry -> !entry.getKey().equals(DataSpec.DATASET.key()))
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    return ContentHash.of(text + "data=" + dataFingerprint + "\ntrainer=" + trainerVersion + "\n")
        .substring(0, ID_LENGTH);
  }
}
