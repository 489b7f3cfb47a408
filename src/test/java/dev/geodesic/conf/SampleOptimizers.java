package dev.geodesic.conf;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.Families;
import dev.geodesic.trial.Family;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every optimizer of the catalog as a conf asks for it, so that a new one is tested like all. */
public final class SampleOptimizers {
  /** Values that are no default, where {@link #chosen(Parameter)} finds none that suits. */
  private static final Map<String, String> CHOSEN =
      Map.ofEntries(
          Map.entry("warm-up", "3"),
          Map.entry("max-inverse-probability", "20"),
          Map.entry("reltol", "1e-3"),
          // It holds for every matrix.
          Map.entry("solver", "gram"),
          // Networks have no other.
          Map.entry("preconditioner", "none"));

  private SampleOptimizers() {}

  /** Every key of it, each with another value than its default: the inside of an entry. */
  public static String chosen(Family<?> entry) {
    return text(entry, key -> true, SampleOptimizers::chosen);
  }

  /**
   * A value other than the default: the last word of a choice, and numbers that most rules allow.
   */
  public static String chosen(Parameter<?> parameter) {
    Class<?> stored = parameter.domain().storedType();
    String hint = parameter.domain().hint();
    String guess =
        stored == Boolean.class
            ? String.valueOf(parameter.defaultText().equals("false"))
            : stored == String.class
                ? hint.substring(hint.lastIndexOf(' ') + 1)
                : stored == Integer.class ? "7" : "0.3";
    return CHOSEN.getOrDefault(parameter.key(), guess);
  }

  /** The name and the required keys alone, all of which take 0.5. */
  static String required(Family<?> entry) {
    return text(entry, key -> key.defaultText().isEmpty(), key -> "0.5");
  }

  /** The name, and those keys that are {@code given}. */
  static String text(
      Family<?> entry, Predicate<Parameter<?>> given, Function<Parameter<?>, String> value) {
    return Stream.concat(
            Stream.of("name = " + entry.name()),
            entry.parameters().stream()
                .filter(given)
                .map(key -> "%s = %s".formatted(key.key(), value.apply(key))))
        .collect(Collectors.joining(", "));
  }

  /** What a conf with one entry asks for. */
  public static OptimizerSpec read(String entry) {
    return ConfReader.parse(conf(entry), "c", List.of()).sweep().optimizers().get(0);
  }

  static String conf(String entry) {
    return "sweep.steps = 4, data { dataset = mnist, batch-size = 1 }, optimizers = [{ %s }]"
        .formatted(entry);
  }

  /** One of every name, with all that it can have. */
  public static List<OptimizerSpec> all() {
    return Families.ALL.stream().map(entry -> read(chosen(entry))).toList();
  }

  /** One of every name, with defaults where there are any. */
  public static List<OptimizerSpec> plain() {
    return Families.ALL.stream().map(entry -> read(required(entry))).toList();
  }

  /** The same optimizer with another step size, whose warm-up is shorter than four steps. */
  public static OptimizerSpec resized(OptimizerSpec optimizer, StepSize size) {
    Family<?> entry =
        Families.ALL.stream()
            .filter(one -> one.name().equals(optimizer.name()))
            .findFirst()
            .orElseThrow();
    SortedMap<String, Object> values = Specs.hyperparameters(optimizer);
    StepSize.PARAMETERS.forEach(key -> values.remove(key.key()));
    values.putAll(Specs.hyperparameters(Specs.sgd(size)));
    return read(
        text(
            entry,
            key -> values.containsKey(key.key()),
            key -> String.valueOf(values.get(key.key()))));
  }

  /** The classes of all optimizers in the program, by name, whether a conf knows them or not. */
  public static List<String> classes() {
    return new ClassFileImporter()
        .importPackages(OptimizerSpec.class.getPackageName()).stream()
            .filter(type -> type.isAssignableTo(OptimizerSpec.class) && !type.isInterface())
            .map(JavaClass::getName)
            .toList();
  }
}
