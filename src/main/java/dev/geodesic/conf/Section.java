package dev.geodesic.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
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

  /** A section whose keys are checked later, when it is known which they may be. */
  static Section unchecked(Value value) {
    if (value.raw() instanceof ConfigObject object) {
      return new Section(value, object);
    }
    throw value.refuse("a section { key = value … }");
  }

  /** A section that has no keys but {@code known}. */
  static Section of(Value value, List<String> known) {
    return of(value, known, Map.of());
  }

  /**
   * A section that has no keys but {@code known}.
   *
   * @param homes where keys that may have been put here by mistake belong
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

  static List<String> names(List<? extends Key<?>> keys) {
    return keys.stream().<String>map(Key::name).toList();
  }

  Value value() {
    return value;
  }

  /** The value under a key; HOCON's null stands for no value. */
  Optional<Value> find(String key) {
    return Optional.ofNullable(object.get(key))
        .filter(raw -> raw.valueType() != ConfigValueType.NULL)
        .map(raw -> value.child(key, raw));
  }

  /** A part of this section; one that is not there reads as empty. */
  Value part(String key) {
    return find(key).orElseGet(() -> value.child(key, ConfigValueFactory.fromMap(Map.of())));
  }

  /** The one value of a key whose default the caller works out. */
  <T> Optional<T> maybe(Key<T> key) {
    return find(key.name()).map(found -> key.kind().read(found));
  }

  /** The one value of a key. */
  <T> T one(Key<T> key) {
    return maybe(key).or(key::defaultValue).orElseThrow(() -> missing(key));
  }

  /** All values of a key: one, a list of them, or a range. */
  <T> List<T> axis(Key<T> key) {
    return find(key.name())
        .map(found -> Axis.values(found, key.kind()))
        .or(() -> key.defaultValue().map(List::of))
        .orElseThrow(() -> missing(key));
  }

  private RequestException missing(Key<?> key) {
    return value.error("%s must be given (%s)".formatted(value.pathOf(key.name()), key.meaning()));
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
