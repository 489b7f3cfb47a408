package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From the list {@code optimizers} of a conf to optimizers that can train every model of the sweep.
 *
 * @param models of the sweep
 * @param schedule of the sweep
 */
record OptimizerReader(List<ModelSpec> models, Schedule schedule) {
  private static final Key<OptimizerEntry> NAME =
      Key.required("name", Kinds.oneOf(byName()), "one of " + String.join(", ", byName().keySet()));

  private static final String EXAMPLE = "[ { name = sgd, learning-rate = 0.1 } ]";

  List<OptimizerSpec> read(Section conf) {
    Value value =
        conf.find(KnownKeys.OPTIMIZERS)
            .orElseThrow(
                () ->
                    conf.value().error("optimizers must be given, as in optimizers = " + EXAMPLE));
    if (!(value.raw() instanceof ConfigList list)) {
      throw value.refuse("a list, as in " + EXAMPLE);
    }
    return Axis.elements(value, list, this::entry).stream().flatMap(List::stream).toList();
  }

  /** All optimizers that one entry spells. */
  private List<OptimizerSpec> entry(Value value) {
    OptimizerEntry entry =
        Section.unchecked(value)
            .maybe(NAME)
            .orElseGet(
                () ->
                    Section.of(value, known(OptimizerCatalog.all()), KnownKeys.homes()).one(NAME));
    Section section = Section.of(value, known(List.of(entry)), KnownKeys.homes());
    return Settings.product(section, entry.keys()).stream()
        .map(settings -> value.checked(value.path() + ": ", () -> build(entry, settings)))
        .toList();
  }

  private OptimizerSpec build(OptimizerEntry entry, Settings settings) {
    OptimizerSpec optimizer = entry.build().apply(settings);
    models.forEach(model -> optimizer.check(model, schedule));
    return optimizer;
  }

  private static List<String> known(List<OptimizerEntry> entries) {
    Stream<Key<?>> keys = entries.stream().flatMap(entry -> entry.keys().stream());
    return Stream.concat(Stream.of(NAME), keys).map(Key::name).distinct().toList();
  }

  private static Map<String, OptimizerEntry> byName() {
    return OptimizerCatalog.all().stream()
        .collect(
            Collectors.toMap(
                OptimizerEntry::name, entry -> entry, (a, b) -> a, LinkedHashMap::new));
  }
}
