package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a user decides about one trial.
 *
 * @param data that it trains on
 * @param model that it trains
 * @param optimizer with all its hyperparameters
 * @param schedule number of steps, and when it is measured, recorded and checked
 * @param seed ≥ 0; decides the first weights and the order of the batches
 */
public record TrialSpec(
    DataSpec data, ModelSpec model, OptimizerSpec optimizer, Schedule schedule, int seed)
    implements Serializable {
  /** Raised whenever the same spec would train to other results, which then get other ids. */
  public static final int TRAINER_VERSION = 4;

  /** Decides the first weights and the order of the batches. */
  public static final Parameter<Integer> SEED =
      Parameter.of("seed", Domains.whole(0), "decides the first weights and the order of batches")
          .or(0);

  /** The kind of the optimizer. */
  public static final Parameter<Family<?>> OPTIMIZER =
      Parameter.of("optimizer", Domains.choice(Families.ALL), "the optimizer's name");

  /** All parameters that decide a trial, in the order in which they are shown. */
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

  private static final Set<String> SOURCE =
      DataSpec.SOURCE.stream().map(Parameter::key).collect(Collectors.toSet());

  private static final int ID_LENGTH = 20;

  public TrialSpec {
    SEED.check(seed);
    optimizer.check(model, schedule);
  }

  /**
   * Returns the value of every parameter that it has by its conf key: an Integer, Double, Boolean
   * or String, as the results hold it.
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
   * Returns the value of one of {@link #PARAMETERS} as the results hold it.
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
    for (Assignment values :
        List.of(optimizer.values(), data.values(), model.values(), schedule.values())) {
      Optional<Object> stored = values.stored(parameter);
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    return null;
  }

  /** Returns every parameter but the seed, in which repetitions differ. */
  private SortedMap<String, Object> configuration() {
    SortedMap<String, Object> parameters = parameters();
    parameters.remove(SEED.key());
    return parameters;
  }

  /**
   * Returns the problem on which its result is compared with others.
   *
   * @param dataFingerprint hash of the content of the data set
   */
  public Problem problem(String dataFingerprint) {
    Map<String, Object> all = new HashMap<>(configuration());
    all.put(Problem.DATA, dataFingerprint);
    all.put(Problem.TRAINER, TRAINER_VERSION);
    return Problem.of(all::get);
  }

  /** Returns the trial's identity: a hash of everything that decides its outcome. */
  public String id(String dataFingerprint) {
    return hash(parameters(), dataFingerprint, TRAINER_VERSION);
  }

  /** Returns the identity that repetitions over seeds share. */
  public String configurationId(String dataFingerprint) {
    return hash(configuration(), dataFingerprint, TRAINER_VERSION);
  }

  /**
   * Returns the {@link #TRAINER_VERSION} that trained a stored trial: the one with which its
   * parameters hash to its identity.
   *
   * @param configurationId of the trial
   * @param parameters of the trial, with or without the seed
   * @param dataFingerprint hash of the content of its data set
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

  /** Leaves out the source of the data set: its content alone, the fingerprint, decides. */
  private static String hash(
      SortedMap<String, Object> parameters, String dataFingerprint, int trainerVersion) {
    String text =
        parameters.entrySet().stream()
            .filter(entry -> !SOURCE.contains(entry.getKey()))
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    return ContentHash.of(text + "data=" + dataFingerprint + "\ntrainer=" + trainerVersion + "\n")
        .substring(0, ID_LENGTH);
  }
}
