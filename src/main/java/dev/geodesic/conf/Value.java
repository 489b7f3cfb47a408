package dev.geodesic.conf;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.RequestException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value of a conf, and what a message about it needs.
 *
 * @param conf name of the file
 * @param path the keys that lead to the value, joined by dots; empty for the whole conf
 * @param raw without substitutions
 */
record Value(String conf, String path, ConfigValue raw) {
  private static final int SHOWN = 60;

  /** A part of this value, by its key in a section or its number in a list. */
  Value child(String key, ConfigValue part) {
    return new Value(conf, pathOf(key), part);
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The last of the keys that lead here. */
  String key() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  int line() {
    return raw.origin().lineNumber();
  }

  ConfigValueType type() {
    return raw.valueType();
  }

  /** The text of a single value: HOCON lets a number or a truth value stand for its spelling. */
  Optional<String> text() {
    return switch (type()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(String.valueOf(raw.unwrapped()));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  RequestException refuse(String rule) {
    return refuse(rule, "");
  }

  /** {@code remedy} is what follows the value, with its own punctuation. */
  RequestException refuse(String rule, String remedy) {
    return error("%s must be %s, got: %s%s".formatted(path, rule, shown(), remedy));
  }

  RequestException error(String message) {
    return new RequestException(place() + ": " + message);
  }

  /** What a record or a check makes of this value; its refusal becomes a message with the place. */
  <T> T checked(String prefix, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw new RequestException(place() + ": " + prefix + e.getMessage(), e);
    }
  }

  /** The whole conf lies on no line. */
  private String place() {
    return path.isEmpty() ? conf : Place.of(conf, raw.origin());
  }

  private String shown() {
    String text = raw.render(ConfigRenderOptions.concise());
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
