package dev.geodesic.parameter;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The common domains of parameters. */
public final class Domains {
  /** The value of a bound that is off. */
  public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  /** How a conf spells {@link #UNBOUNDED}. */
  private static final String OFF = "off";

  private Domains() {}

  /** A check of a number, such as those of {@link Require}. */
  public interface NumberRule {
    /** Returns the number, or throws an IllegalArgumentException that says what is allowed. */
    double check(String key, double value);
  }

  /** The numbers that a rule allows. */
  public static Domain<Double> number(NumberRule rule) {
    return new Simple<>(Double.class, Domains::readNumber, rule::check, value -> value, "");
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
   * @param rule the allowed numbers in words, as {@code "a number > 0"}
   * @param allowed whether a finite number is one of them
   */
  public static Domain<Double> bound(String rule, DoublePredicate allowed) {
    DoublePredicate isBound = value -> Double.isFinite(value) && allowed.test(value);
    return new Simple<>(
        Double.class,
        given ->
            given.text().orElse("").equals(OFF)
                ? UNBOUNDED
                : decimal(given)
                    .map(BigDecimal::doubleValue)
                    .filter(isBound::test)
                    .orElseThrow(() -> given.refuse(rule + ", or " + OFF)),
        (key, value) ->
            require(value == UNBOUNDED || isBound.test(value), key, rule + ", or " + OFF, value),
        value -> value == UNBOUNDED ? null : value,
        "; a number, or " + OFF);
  }

  /** Whole numbers from {@code least} on. */
  public static Domain<Integer> whole(int least) {
    return whole(least, Integer.MAX_VALUE);
  }

  /** Whole numbers from {@code least} to {@code most}. */
  public static Domain<Integer> whole(int least, int most) {
    return new Simple<>(
        Integer.class,
        Domains::readWhole,
        (key, value) -> {
          require(value >= least, key, ">= " + least, value);
          require(value <= most, key, "<= " + most, value);
        },
        value -> value,
        "");
  }

  /** Yes or no, in any of HOCON's spellings. */
  public static Domain<Boolean> flag() {
    return new Simple<>(
        Boolean.class,
        given ->
            switch (given.text().orElse("")) {
              case "true", "yes", "on" -> true;
              case "false", "no", "off" -> false;
              default -> throw given.refuse("true or false");
            },
        (key, value) -> {},
        value -> value,
        "");
  }

  /** The constants of an enum. */
  public static <E extends Enum<E> & ConfName> Domain<E> choice(Class<E> type) {
    return choice(List.of(type.getEnumConstants()));
  }

  /** The values {@code choices}, which a conf gives by their names. */
  public static <E extends ConfName> Domain<E> choice(List<E> choices) {
    return choice(choices, Map.of());
  }

  /**
   * The values {@code choices}, which a conf gives by their names.
   *
   * @param elsewhere words that are no such names, each with the advice that its refusal gives
   */
  public static <E extends ConfName> Domain<E> choice(
      List<E> choices, Map<String, String> elsewhere) {
    Map<String, E> byName = new LinkedHashMap<>();
    choices.forEach(choice -> byName.put(choice.confName(), choice));
    String names = String.join(", ", byName.keySet());
    return new Simple<>(
        String.class,
        given -> {
          String word = given.text().orElse("");
          E choice = byName.get(word);
          if (choice == null) {
            String advice = elsewhere.get(word);
            throw advice == null
                ? given.refuseUnknown(word, byName.keySet())
                : given.refuse("one of " + names, "; " + advice);
          }
          return choice;
        },
        (key, value) -> {},
        ConfName::confName,
        ": " + names);
  }

  /**
   * The texts that a rule allows.
   *
   * @param rule the allowed texts in words
   * @param allowed whether a text is one of them
   */
  public static Domain<String> text(String rule, Predicate<? super String> allowed) {
    return new Simple<>(
        String.class,
        given -> given.text().filter(allowed).orElseThrow(() -> given.refuse(rule)),
        (key, value) -> require(allowed.test(value), key, rule, value),
        value -> value,
        "");
  }

  /** Reads the exact number that was written; empty if the text is not a number. */
  public static Optional<BigDecimal> decimal(Given given) {
    try {
      return given.text().map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static double readNumber(Given given) {
    BigDecimal written = decimal(given).orElseThrow(() -> given.refuse("a number"));
    double number = written.doubleValue();
    if (number == 0 && written.signum() != 0) {
      throw given.error(
          "%s must be a number that float64 tells from 0, got: %s; write 0 if that is meant"
              .formatted(given.path(), given.text().orElse("")));
    }
    // Turns -0.0 into 0.0, as the two would be different trials.
    return number + 0.0;
  }

  private static int readWhole(Given given) {
    BigDecimal number = decimal(given).orElseThrow(() -> given.refuse("a whole number"));
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      boolean isLarge = number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0;
      throw given.refuse("a whole number" + (isLarge ? " up to " + Integer.MAX_VALUE : ""));
    }
  }

  private static void require(boolean holds, String key, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got: %s".formatted(key, rule, value));
    }
  }

  private record Simple<T>(
      Class<?> storedType,
      Function<Given, T> reader,
      BiConsumer<String, T> rule,
      Function<T, @Nullable Object> store,
      String hint)
      implements Domain<T> {
    @Override
    public T read(Given given) {
      T value = reader.apply(given);
      try {
        check(given.path(), value);
      } catch (IllegalArgumentException e) {
        throw given.error(String.valueOf(e.getMessage()));
      }
      return value;
    }

    @Override
    public void check(String key, T value) {
      rule.accept(key, value);
    }

    @Override
    @SuppressWarnings("unchecked") // Numbers are stored as what they are.
    public T ofNumber(double number) {
      if (storedType == Integer.class) {
        return (T) (Integer) (int) number;
      }
      return storedType == Double.class ? (T) (Double) number : Domain.super.ofNumber(number);
    }

    @Override
    public @Nullable Object stored(T value) {
      return store.apply(value);
    }
  }
}
