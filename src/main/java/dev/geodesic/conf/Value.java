package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.parameter.Given;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value of a conf, with its place for messages.
 *
 * @param conf name of the file
 * @param path the keys that lead to the value, joined by dots; empty for the whole conf
 * @param raw the value itself, without substitutions
 */
record Value(String conf, String path, ConfigValue raw) implements Given {
  private static final int SHOWN = 60;

  /** Returns a part of this value, by its key in a section or its number in a list. */
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

  /** Returns the text as written, which HOCON keeps for every single value, numbers included. */
  @Override
  public Optional<String> text() {
    return switch (type()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(raw.atKey("text").getString("text"));
      case LIST, OBJECT, NULL -> Optional.empty();
    };
  }

  @Override
  public Optional<List<Given>> entries() {
    return type() == ConfigValueType.LIST ? Optional.of(List.copyOf(elements())) : Optional.empty();
  }

  /** Returns the entries of a list; none if the value is not a list. */
  List<Value> elements() {
    List<Value> elements = new ArrayList<>();
    if (raw instanceof ConfigList list) {
      for (int i = 0; i < list.size(); i++) {
        elements.add(child(Integer.toString(i), list.get(i)));
      }
    }
    return elements;
  }

  @Override
  public RequestException refuse(String rule) {
    return refuse(rule, "");
  }

  @Override
  public RequestException refuse(String rule, String remedy) {
    return error("%s must be %s, got: %s%s".formatted(path, rule, shown(), remedy));
  }

  @Override
  public RequestException refuseUnknown(String word, Collection<String> known) {
    return refuse(
        (known.size() == 1 ? "" : "one of ") + String.join(", ", known),
        Suggestion.of(word, known));
  }

  @Override
  public RequestException error(String message) {
    return new RequestException(place() + ": " + message);
  }

  /** Runs a check of this value, to whose IllegalArgumentException it adds place and prefix. */
  <T> T checked(String prefix, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw new RequestException(place() + ": " + prefix + e.getMessage(), e);
    }
  }

  /** Returns file and line of the value, or the file alone for the whole conf. */
  private String place() {
    return path.isEmpty() ? conf : Place.of(conf, raw.origin());
  }

  private String shown() {
    String text = raw.render(ConfigRenderOptions.concise());
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
