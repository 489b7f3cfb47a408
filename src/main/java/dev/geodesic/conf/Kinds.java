package dev.geodesic.conf;

import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.Holdout;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The kinds of values that confs hold, numbers aside. */
final class Kinds {
  /** It becomes a directory, and a reader of Parquet passes over names that start with . or _. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Kinds() {}

  /** Yes or no, in any of HOCON's spellings. */
  static Kind<Boolean> truth() {
    return value ->
        switch (value.text().orElse("")) {
          case "true", "yes", "on" -> true;
          case "false", "no", "off" -> false;
          default -> throw value.refuse("true or false");
        };
  }

  static <E extends Enum<E> & ConfName> Kind<E> choice(Class<E> type) {
    return choice(List.of(type.getEnumConstants()));
  }

  static <E extends ConfName> Kind<E> choice(List<E> choices) {
    Map<String, E> spellings = new LinkedHashMap<>();
    choices.forEach(e -> spellings.put(e.confName(), e));
    return oneOf(spellings);
  }

  static <T> Kind<T> oneOf(Map<String, T> spellings) {
    return value -> {
      String given = value.text().orElse("");
      T choice = spellings.get(given);
      if (choice == null) {
        throw value.refuse(
            (spellings.size() == 1 ? "" : "one of ") + String.join(", ", spellings.keySet()),
            Suggestion.of(given, spellings.keySet()));
      }
      return choice;
    };
  }

  /** The name of a sweep. */
  static Kind<String> name() {
    return value ->
        value
            .text()
            .filter(text -> NAME.matcher(text).matches())
            .orElseThrow(
                () ->
                    value.refuse(
                        "at most 100 letters, digits, '.', '_' and '-', a letter or digit first"));
  }

  static Kind<String> dataset() {
    return value ->
        value
            .text()
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> value.refuse("mnist, a directory of IDX files or a LIBSVM file"));
  }

  static Kind<Holdout> holdout() {
    return value -> {
      if (value.text().orElse("").equals("test")) {
        return new Holdout.TestSet();
      }
      return Numbers.decimal(value)
          .map(BigDecimal::doubleValue)
          .filter(fraction -> fraction > 0 && fraction < 1)
          .<Holdout>map(Holdout.Fraction::new)
          .orElseThrow(() -> value.refuse("test, or a fraction of the training set in (0, 1)"));
    };
  }
}
