package dev.geodesic.conf;

import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axes;
import dev.geodesic.space.Search;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sections of a conf and their keys. */
public final class Sections {
  static final String SWEEP = "sweep";
  static final String DATA = "data";
  static final String MODEL = "model";
  static final String OPTIMIZERS = "optimizers";

  static final Parameter<String> NAME =
      Parameter.of(
              "name",
              // The name becomes a directory; readers of Parquet skip names that start with . or _.
              Domains.text(
                  "at most 100 letters, digits, '.', '_' and '-', a letter or digit first",
                  text -> text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")),
              "name of the sweep and of its results directory")
          .derived("the file's name");
  static final Parameter<Integer> SEEDS =
      Parameter.of(
              "seeds", TrialSpec.SEED.domain(), "repetitions: a list, or { from = 0, count = 16 }")
          .or(0, "[0]");
  static final Parameter<Search> SEARCH =
      Parameter.of(
              "search",
              Domains.choice(Search.class),
              "how configurations are chosen; an entry of optimizers may set its own")
          .or(Search.GRID);
  static final Parameter<Integer> SAMPLES =
      Parameter.of(
              "samples",
              Domains.whole(1, Axes.MOST_COMBINATIONS),
              "configurations of each optimizer, if search is random or sobol")
          .derived("none");
  static final Parameter<Integer> SEARCH_SEED =
      Parameter.of("search-seed", Domains.whole(0), "decides the samples").or(0);
  static final Parameter<Integer> HALVING =
      Parameter.of(
              "halving",
              Domains.whole(2),
              "train the best further: { eta = 3, min-steps = 100, brackets = one }, or all")
          .derived("off");
  static final Parameter<Integer> CONFIRM =
      Parameter.of(
              "confirm",
              Domains.whole(1),
              "train the best anew: { top = 3, seeds = { from = 100, count = 16 } }")
          .derived("off");
  static final Parameter<Integer> PACK_SIZE =
      Parameter.of("pack-size", Domains.whole(1), "most trials trained fused")
          .derived("by optimizer");
  static final Parameter<Boolean> MLLIB_BASELINE =
      Parameter.of("mllib-baseline", Domains.flag(), "whether to fit a converged linear model too")
          .or(true);
  static final Parameter<DeviceRequest> DEVICE =
      Parameter.of("device", Domains.choice(DeviceRequest.class), "what trains")
          .or(DeviceRequest.AUTO);

  /** The parameters of each section but {@code optimizers}, which {@link Families} defines. */
  public static final Map<String, List<Parameter<?>>> PARAMETERS = parameters();

  /** The names of all sections. */
  static final List<String> NAMES = List.of(SWEEP, DATA, MODEL, OPTIMIZERS);

  private Sections() {}

  private static Map<String, List<Parameter<?>>> parameters() {
    Map<String, List<Parameter<?>>> parameters = new LinkedHashMap<>();
    parameters.put(
        SWEEP,
        List.of(
            NAME,
            Schedule.STEPS,
            Schedule.EVAL_EVERY,
            Schedule.RECORD_EVERY,
            Schedule.CROSS_CHECK,
            SEEDS,
            SEARCH,
            SAMPLES,
            SEARCH_SEED,
            HALVING,
            CONFIRM,
            PACK_SIZE,
            Schedule.DIVERGENCE_BOUND,
            MLLIB_BASELINE,
            DEVICE));
    parameters.put(DATA, DataSpec.PARAMETERS);
    parameters.put(MODEL, ModelSpec.PARAMETERS);
    return parameters;
  }

  /** Returns the right place of each key, for messages about a key in the wrong section. */
  static Map<String, String> homes() {
    Map<String, String> homes = new LinkedHashMap<>();
    PARAMETERS.forEach(
        (section, parameters) ->
            parameters.forEach(
                parameter -> homes.put(parameter.key(), section + "." + parameter.key())));
    Section.keys(Families.PARAMETERS)
        .forEach(key -> homes.putIfAbsent(key, key + " of " + optimizersWith(key)));
    return homes;
  }

  private static String optimizersWith(String key) {
    if (Section.keys(StepSize.PARAMETERS).contains(key)) {
      return "an entry of " + OPTIMIZERS;
    }
    return Families.ALL.stream()
        .filter(family -> Section.keys(family.own()).contains(key))
        .map(Family::name)
        .collect(Collectors.joining(", "));
  }
}
