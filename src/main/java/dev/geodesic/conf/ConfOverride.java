package dev.geodesic.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value that a user sets in place of the conf's own.
 *
 * @param option as the user wrote it
 * @param path the keys that lead to the value; the key of a list's entry is its number
 * @param value may hold substitutions
 */
record ConfOverride(String option, List<String> path, ConfigValue value) {
  /** The beginning of the name that messages give to an override. */
  static final String OPTION = "--set ";

  private static final String VALUE = "value";

  static ConfOverride of(String keyAndValue) {
    String option = OPTION + keyAndValue.replaceAll("\\s+", " ");
    int equals = keyAndValue.indexOf('=');
    if (equals < 1 || keyAndValue.substring(equals + 1).isBlank()) {
      throw new RequestException(
          "--set must be key=value, as in --set sweep.steps=100, got: " + keyAndValue);
    }
    Config parsed = Hocon.parse(VALUE + " = " + keyAndValue.substring(equals + 1), option);
    ConfigValue value = parsed.root().get(VALUE);
    if (value == null || parsed.root().size() != 1 || !value.origin().comments().isEmpty()) {
      throw new RequestException(
          option + ": the value must be one HOCON value; put text with # or // in double quotes");
    }
    return new ConfOverride(option, path(keyAndValue.substring(0, equals), option), value);
  }

  private static List<String> path(String key, String option) {
    try {
      return ConfigUtil.splitPath(key.strip());
    } catch (ConfigException e) {
      throw new RequestException(
          "%s: must start with a key, as in sweep.steps=100, got: %s".formatted(option, key), e);
    }
  }

  /** Returns the conf with this value in place of its own. */
  Config applyTo(Config conf) {
    try {
      ConfigObject root = conf.root();
      return ((ConfigObject) set(root, 0)).toConfig();
    } catch (ConfigException.NotResolved e) {
      throw new RequestException(
          option + ": cannot set a part of a value that is put together by ${…}; set it whole", e);
    }
  }

  /** Returns {@code old}, to which the first {@code depth} keys lead, with the value set in it. */
  private ConfigValue set(@Nullable ConfigValue old, int depth) {
    if (depth == path.size()) {
      return value;
    }
    if (old instanceof ConfigList list) {
      return setEntry(list, depth);
    }
    String key = path.get(depth);
    // Throws NotResolved for a value that substitutions put together, whose type is unknown.
    ConfigObject object =
        old != null && old.valueType() == ConfigValueType.OBJECT ? (ConfigObject) old : empty();
    return object.withValue(key, set(object.get(key), depth + 1));
  }

  private ConfigList setEntry(ConfigList list, int depth) {
    int index = index(path.get(depth), list.size(), depth);
    List<ConfigValue> entries = new ArrayList<>(list);
    entries.set(index, set(entries.get(index), depth + 1));
    return ConfigValueFactory.fromIterable(entries).withOrigin(list.origin());
  }

  private int index(String key, int size, int depth) {
    for (int index = 0; index < size; index++) {
      if (key.equals(Integer.toString(index))) {
        return index;
      }
    }
    throw new RequestException(
        "%s: %s is a list of %d, whose entries must be named by number from 0, got: %s"
            .formatted(option, ConfigUtil.joinPath(path.subList(0, depth)), size, key));
  }

  private ConfigObject empty() {
    return ConfigValueFactory.fromMap(Map.of(), option);
  }
}
