package dev.geodesic.conf;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.geodesic.space.SearchSpace;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.TrialSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From the parameters of one trial, as results hold them, back to what was asked. */
public final class TrialReader {
  private static final String SEED = "seed";
  private static final String OPTIMIZER = "optimizer";

  private TrialReader() {}

  /**
   * Reads a trial: its parameters are a conf of one combination.
   *
   * @param name what messages call it
   * @param parameters as {@link TrialSpec#parameters} gives them
   * @throws dev.geodesic.trial.RequestException if they ask for something that cannot be done
   */
  public static TrialSpec read(String name, Map<String, Object> parameters) {
    Map<String, Object> sweep = of(KnownKeys.SWEEP_KEYS, parameters);
    sweep.put(KnownKeys.NAME.name(), "trial");
    sweep.put(KnownKeys.SEEDS.name(), parameters.getOrDefault(SEED, ""));
    Map<String, Object> conf =
        Map.of(
            KnownKeys.SWEEP, sweep,
            KnownKeys.DATA, data(parameters),
            KnownKeys.MODEL, model(parameters),
            KnownKeys.OPTIMIZERS, List.of(optimizer(parameters)));
    Value root = new Value(name, "", ConfigValueFactory.fromMap(conf, name));
    return SearchSpace.of(SweepReader.sweep(root)).trials().get(0);
  }

  private static Map<String, Object> data(Map<String, Object> parameters) {
    Map<String, Object> data = of(KnownKeys.DATA_KEYS, parameters);
    // What leaves images as they are is no number that a conf may give.
    data.remove(KnownKeys.DOWNSAMPLE.name(), DataSpec.AS_IT_IS);
    return data;
  }

  private static Map<String, Object> model(Map<String, Object> parameters) {
    Map<String, Object> model = of(KnownKeys.MODEL_KEYS, parameters);
    String hidden = KnownKeys.HIDDEN.name();
    model.computeIfPresent(
        hidden, (key, widths) -> ConfigFactory.parseString(key + " = " + widths).getValue(key));
    return model;
  }

  /** What follows from an optimizer's name is no key of it: of which matrix it is the inverse. */
  private static Map<String, Object> optimizer(Map<String, Object> parameters) {
    Object name = parameters.getOrDefault(OPTIMIZER, "");
    Map<String, Object> optimizer = new HashMap<>();
    OptimizerCatalog.all().stream()
        .filter(entry -> entry.name().equals(name))
        .forEach(entry -> optimizer.putAll(of(entry.keys(), parameters)));
    optimizer.put("name", name);
    return optimizer;
  }

  private static Map<String, Object> of(List<Key<?>> keys, Map<String, Object> parameters) {
    Map<String, Object> part = new TreeMap<>(parameters);
    part.keySet().retainAll(Section.names(keys));
    return part;
  }
}
