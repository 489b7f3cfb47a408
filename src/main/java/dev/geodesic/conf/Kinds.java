package dev.geodesic.conf;

import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.ConfName;
import dev.geodesic.trial.Holdout;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of values that confs hold. */
final class Kinds {
  /** It becomes a directory, and a reader of Parquet passes over names that start with . or _. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private Kinds() {}

  /** A check of a number under its key, as those of {@code Require}. */
  interface NumberRule {
    double check(String key, double value);
  }

  /** A check of a whole number under its key. */
  interface WholeRule {
    int check(String key, int value);
  }

  private record NumberKind<T>(Function<Value, T> reader) implements Kind<T> {
    @Override
    public T read(Value value) {
      return reader.apply(value);
    }

    @Override
    public boolean isNumber() {
      return true;
    }
  }

  static Kind<Double> number(NumberRule rule) {
    return new NumberKind<>(
        value -> {
          double number = number(value);
          return value.checked("", () -> rule.check(value.path(), number));
        });
  }

  static Kind<Integer> whole(WholeRule rule) {
    return new NumberKind<>(
        value -> {
          int number = wholeNumber(value);
          return value.checked("", () -> rule.check(value.path(), number));
        });
  }

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
    Map<String, E> spellings = new LinkedHashMap<>();
    Arrays.stream(type.getEnumConstants()).forEach(e -> spellings.put(e.confName(), e));
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
      return decimal(value)
          .map(BigDecimal::doubleValue)
          .filter(fraction -> fraction > 0 && fraction < 1)
          .<Holdout>map(Holdout.Fraction::new)
          .orElseThrow(() -> value.refuse("test, or a fraction of the training set in (0, 1)"));
    };
  }

  private static double number(Value value) {
    if (value.type() == ConfigValueType.NUMBER) {
      return ((Number) value.raw().unwrapped()).doubleValue();
    }
    return decimal(value).orElseThrow(() -> value.refuse("a number")).doubleValue();
  }

  private static int wholeNumber(Value value) {
    BigDecimal number = decimal(value).orElseThrow(() -> value.refuse("a whole number"));
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      throw value.refuse(
          "a whole number"
              + (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                  ? " up to " + Integer.MAX_VALUE
                  : ""));
    }
  }

  /** HOCON reads an environment variable, and a number of more than 18 digits, as text. */
  private static Optional<BigDecimal> decimal(Value value) {
    if (value.type() == ConfigValueType.BOOLEAN) {
      return Optional.empty();
    }
    try {
      return value.text().map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
