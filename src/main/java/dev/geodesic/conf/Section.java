package dev.geodesic.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axes;
import dev.geodesic.space.Axis;
import dev.geodesic.trial.RequestException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A section of a conf, all of whose keys are known. */
final class Section {
  private final Value value;
  private final ConfigObject object;

  private Section(Value value, ConfigObject object) {
    this.value = value;
    this.object = object;
  }

  /** Returns a section whose keys are not checked, for reading a single key. */
  static Section unchecked(Value value) {
    if (value.raw() instanceof ConfigObject object) {
      return new Section(value, object);
    }
    throw value.refuse("a section { key = value … }");
  }

  /** Returns a section after a check that it has no keys but {@code known}. */
  static Section of(Value value, List<String> known) {
    return of(value, known, Map.of());
  }

  /**
   * Returns a section after a check that it has no keys but {@code known}.
   *
   * @param homes the right place of keys that may have been put here by mistake
   */
  static Section of(Value value, List<String> known, Map<String, String> homes) {
    Section section = unchecked(value);
    section.object.entrySet().stream()
        .filter(entry -> !known.contains(entry.getKey()))
        .map(entry -> value.child(entry.getKey(), entry.getValue()))
        .min(Comparator.comparingInt(Value::line).thenComparing(Value::path))
        .ifPresent(
            unknown -> {
              throw unknown(unknown, known, homes);
            });
    return section;
  }

  static List<String> keys(List<? extends Parameter<?>> parameters) {
    return parameters.stream().<String>map(Parameter::key).toList();
  }

  Value value() {
    return value;
  }

  /** Returns the value under a key; HOCON's null counts as no value. */
  Optional<Value> find(String key) {
    return Optional.ofNullable(object.get(key))
        .filter(raw -> raw.valueType() != ConfigValueType.NULL)
        .map(raw -> value.child(key, raw));
  }

  /** Returns the part of this section under a key; an empty section if there is none. */
  Value part(String key) {
    return find(key).orElseGet(() -> value.child(key, ConfigValueFactory.fromMap(Map.of())));
  }

  /** Reads the one value of a parameter, if it is given. */
  <T> Optional<T> maybe(Parameter<T> parameter) {
    return find(parameter.key()).map(found -> parameter.domain().read(found));
  }

  /** Reads the one value of a parameter, or takes its default; refuses a conf that lacks both. */
  <T> T one(Parameter<T> parameter) {
    return maybe(parameter).or(parameter::fallback).orElseThrow(() -> missing(parameter, ""));
  }

  /** Returns {@code values} with that of a parameter added, if it is given. */
  <T> Assignment add(Parameter<T> parameter, Assignment values) {
    return maybe(parameter).map(value -> values.with(parameter, value)).orElse(values);
  }

  /** Reads all values of each of these parameters: one, a list of them, or a range. */
  Axes axes(List<Parameter<?>> parameters) {
    Axes axes = new Axes(parameters.stream().<Axis<?>>map(parameter -> axis(parameter)).toList());
    if (Double.isFinite(axes.combinations())) {
      requireFew(value, axes.combinations());
    }
    return axes;
  }

  /**
   * Refuses axes of this section that only samples can be drawn from.
   *
   * @param grid what is not sampled
   */
  void requirePoints(Axes axes, String grid) {
    for (Axis<?> axis : axes.all()) {
      if (axis instanceof Axis.Continuous) {
        throw AxisReader.refuseContinuous(find(axis.parameter().key()).orElseThrow(), grid);
      }
    }
  }

  private <T> Axis<T> axis(Parameter<T> parameter) {
    return find(parameter.key())
        .map(found -> AxisReader.read(found, parameter))
        .or(() -> parameter.fallback().map(value -> new Axis.Listed<>(parameter, List.of(value))))
        .orElseThrow(() -> missing(parameter, ""));
  }

  static void requireFew(Value where, double combinations) {
    if (combinations > Axes.MOST_COMBINATIONS) {
      throw where.error(
          "%s must spell at most %d combinations, got: %.0f; shorten a list or a range, or draw samples (search = sobol)"
              .formatted(
                  where.path().isEmpty() ? "a sweep" : where.path(),
                  Axes.MOST_COMBINATIONS,
                  combinations));
    }
  }

  /**
   * Returns the error that a parameter has no value.
   *
   * @param why with its own punctuation; may be empty
   */
  RequestException missing(Parameter<?> parameter, String why) {
    return value.error(
        "%s must be given (%s)%s"
            .formatted(value.pathOf(parameter.key()), parameter.meaning(), why));
  }

  private static RequestException unknown(
      Value unknown, List<String> known, Map<String, String> homes) {
    String meant =
        Optional.ofNullable(homes.get(unknown.key()))
            .or(() -> Suggestion.nearest(unknown.key(), known))
            .map(", did you mean %s?"::formatted)
            .orElse(".");
    return unknown.error(
        "unknown key %s%s Known here: %s"
            .formatted(unknown.path(), meant, String.join(", ", known)));
  }
}
