package dev.geodesic.conf;

import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.StepSize;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** The kinds of numbers that confs hold; a range of them may stand where several may. */
final class Numbers {
  /** What stands for a bound that bounds nothing. */
  static final String OFF = "off";

  private Numbers() {}

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
          // Minus zero would be another trial than zero.
          double number = number(value) + 0.0;
          return value.checked("", () -> rule.check(value.path(), number));
        });
  }

  /**
   * A finite number, or {@value #OFF}, which is infinity.
   *
   * @param rule says which numbers, as {@code "a number > 0"}
   */
  static Kind<Double> bound(String rule, DoublePredicate allowed) {
    return new NumberKind<>(
        value ->
            value.text().orElse("").equals(OFF)
                ? StepSize.OFF
                : decimal(value)
                    .map(BigDecimal::doubleValue)
                    .filter(bound -> Double.isFinite(bound) && allowed.test(bound))
                    .orElseThrow(() -> value.refuse(rule + ", or " + OFF)));
  }

  static Kind<Integer> whole(WholeRule rule) {
    return new NumberKind<>(
        value -> {
          int number = wholeNumber(value);
          return value.checked("", () -> rule.check(value.path(), number));
        });
  }

  private static double number(Value value) {
    double number =
        value.type() == ConfigValueType.NUMBER
            ? ((Number) value.raw().unwrapped()).doubleValue()
            : decimal(value).orElseThrow(() -> value.refuse("a number")).doubleValue();
    if (number == 0 && new BigDecimal(written(value)).signum() != 0) {
      throw value.error(
          "%s must be a number that float64 tells from 0, got: %s; write 0 if that is meant"
              .formatted(value.path(), written(value)));
    }
    return number;
  }

  /** The text of the conf, of which a number's own text keeps what float64 does. */
  private static String written(Value value) {
    String key = "number";
    return value.raw().atKey(key).getString(key);
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
  static Optional<BigDecimal> decimal(Value value) {
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
