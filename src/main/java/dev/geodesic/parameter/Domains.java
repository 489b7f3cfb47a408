package dev.geodesic.parameter;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The common domains of parameters. */
public final class Domains {
  /** A bound that bounds nothing. */
  public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  /** How a conf spells {@link #UNBOUNDED}. */
  private static final String OFF = "off";

  private Domains() {}

  /** A rule for a number under its key, as those of {@link Require}. */
  public interface NumberRule {
    /** Returns the number, or throws an IllegalArgumentException that says what is allowed. */
    double check(String key, double value);
  }

  /** Numbers that a rule allows. */
  public static Domain<Double> number(NumberRule rule) {
    return new Numbers(rule);
  }

  /** Finite numbers &gt; 0. */
  public static Domain<Double> positive() {
    return number(Require::positive);
  }

  /** Finite numbers ≥ 0. */
  public static Domain<Double> nonNegative() {
    return number(Require::nonNegative);
  }

  /** Numbers in [0, 1). */
  public static Domain<Double> fraction() {
    return number(Require::fraction);
  }

  /**
   * Finite numbers, or {@value #OFF}, which is {@link #UNBOUNDED} and not stored.
   *
   * @param rule says which numbers, as {@code "a number > 0"}
   */
  public static Domain<Double> bound(String rule, DoublePredicate allowed) {
    return new Bounds(rule, allowed);
  }

  /** Whole numbers from {@code least} on. */
  public static Domain<Integer> whole(int least) {
    return new Whole(least, Integer.MAX_VALUE);
  }

  /** Whole numbers from {@code least} to {@code most}. */
  public static Domain<Integer> whole(int least, int most) {
    return new Whole(least, most);
  }

  /** Yes or no. */
  public static Domain<Boolean> flag() {
    return new Flag();
  }

  /** The constants of an enum. */
  public static <E extends Enum<E> & ConfName> Domain<E> choice(Class<E> type) {
    return choice(List.of(type.getEnumConstants()));
  }

  /** Some values, by their names. */
  public static <E extends ConfName> Domain<E> choice(List<E> choices) {
    return choice(choices, Map.of());
  }

  /**
   * Some values, by their names.
   *
   * @param elsewhere words that are none of them, each with what a message advises its writer
   */
  public static <E extends ConfName> Domain<E> choice(
      List<E> choices, Map<String, String> elsewhere) {
    Map<String, E> byName = new LinkedHashMap<>();
    choices.forEach(choice -> byName.put(choice.confName(), choice));
    return new Choice<>(byName, elsewhere);
  }

  /**
   * Texts that a rule allows.
   *
   * @param rule says which
   */
  public static Domain<String> text(String rule, Predicate<? super String> allowed) {
    return new Text(rule, allowed);
  }

  /** The number that was written, exact; empty if it is none. */
  public static Optional<BigDecimal> decimal(Given given) {
    try {
      return given.text().map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static <T> T checked(Given given, Supplier<T> check) {
    try {
      return check.get();
    } catch (IllegalArgumentException e) {
      throw given.error(String.valueOf(e.getMessage()));
    }
  }

  private record Numbers(NumberRule rule) implements Domain<Double> {
    @Override
    public Double read(Given given) {
      BigDecimal written = decimal(given).orElseThrow(() -> given.refuse("a number"));
      double number = written.doubleValue();
      if (number == 0 && written.signum() != 0) {
        throw given.error(
            "%s must be a number that float64 tells from 0, got: %s; write 0 if that is meant"
                .formatted(given.path(), given.text().orElse("")));
      }
      // Minus zero would be another trial than zero.
      return checked(given, () -> rule.check(given.path(), number + 0.0));
    }

    @Override
    public void check(String key, Double value) {
      rule.check(key, value);
    }

    @Override
    public Class<?> storedType() {
      return Double.class;
    }

    @Override
    public Object stored(Double value) {
      return value;
    }

    @Override
    public boolean isNumber() {
      return true;
    }
  }

  private record Bounds(String rule, DoublePredicate allowed) implements Domain<Double> {
    @Override
    public Double read(Given given) {
      if (given.text().orElse("").equals(OFF)) {
        return UNBOUNDED;
      }
      return decimal(given)
          .map(BigDecimal::doubleValue)
          .filter(bound -> Double.isFinite(bound) && allowed.test(bound))
          .orElseThrow(() -> given.refuse(rule + ", or " + OFF));
    }

    @Override
    public void check(String key, Double value) {
      if (value != UNBOUNDED && !(Double.isFinite(value) && allowed.test(value))) {
        throw new IllegalArgumentException(
            "%s must be %s, or %s, got: %s".formatted(key, rule, OFF, value));
      }
    }

    @Override
    public Class<?> storedType() {
      return Double.class;
    }

    @Override
    public @Nullable Object stored(Double value) {
      return value == UNBOUNDED ? null : value;
    }

    @Override
    public boolean isNumber() {
      return true;
    }

    @Override
    public String hint() {
      return "; a number, or " + OFF;
    }
  }

  private record Whole(int least, int most) implements Domain<Integer> {
    @Override
    public Integer read(Given given) {
      BigDecimal number = decimal(given).orElseThrow(() -> given.refuse("a whole number"));
      int value;
      try {
        value = number.intValueExact();
      } catch (ArithmeticException e) {
        boolean isLarge = number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0;
        throw given.refuse("a whole number" + (isLarge ? " up to " + Integer.MAX_VALUE : ""));
      }
      return checked(
          given,
          () -> {
            check(given.path(), value);
            return value;
          });
    }

    @Override
    public void check(String key, Integer value) {
      if (value > most) {
        throw new IllegalArgumentException("%s must be <= %d, got: %d".formatted(key, most, value));
      }
      Require.atLeast(key, least, value);
    }

    @Override
    public Class<?> storedType() {
      return Integer.class;
    }

    @Override
    public Object stored(Integer value) {
      return value;
    }

    @Override
    public boolean isNumber() {
      return true;
    }
  }

  /** In any of HOCON's spellings. */
  private record Flag() implements Domain<Boolean> {
    @Override
    public Boolean read(Given given) {
      return switch (given.text().orElse("")) {
        case "true", "yes", "on" -> true;
        case "false", "no", "off" -> false;
        default -> throw given.refuse("true or false");
      };
    }

    @Override
    public Class<?> storedType() {
      return Boolean.class;
    }

    @Override
    public Object stored(Boolean value) {
      return value;
    }
  }

  private record Choice<E extends ConfName>(Map<String, E> byName, Map<String, String> elsewhere)
      implements Domain<E> {
    @Override
    public E read(Given given) {
      String word = given.text().orElse("");
      E choice = byName.get(word);
      if (choice != null) {
        return choice;
      }
      String advice = elsewhere.get(word);
      throw advice == null
          ? given.refuseUnknown(word, byName.keySet())
          : given.refuse("one of " + names(), "; " + advice);
    }

    private String names() {
      return String.join(", ", byName.keySet());
    }

    @Override
    public Class<?> storedType() {
      return String.class;
    }

    @Override
    public Object stored(E value) {
      return value.confName();
    }

    @Override
    public String hint() {
      return ": " + names();
    }
  }

  private record Text(String rule, Predicate<? super String> allowed) implements Domain<String> {
    @Override
    public String read(Given given) {
      return given.text().filter(allowed).orElseThrow(() -> given.refuse(rule));
    }

    @Override
    public void check(String key, String value) {
      if (!allowed.test(value)) {
        throw new IllegalArgumentException("%s must be %s, got: %s".formatted(key, rule, value));
      }
    }

    @Override
    public Class<?> storedType() {
      return String.class;
    }

    @Override
    public Object stored(String value) {
      return value;
    }
  }
}
