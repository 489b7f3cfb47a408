package dev.geodesic.parameter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a parameter may have: how they are read, checked and stored. {@link Domains} has
 * the common ones.
 *
 * @param <T> the type of a value in the program
 */
public interface Domain<T> {
  /** Reads and checks a value; throws the refusal of {@link Given} if it is not in this domain. */
  T read(Given given);

  /**
   * Checks a value that the program has made.
   *
   * @throws IllegalArgumentException that names the key and says what is allowed
   */
  default void check(String key, T value) {}

  /** The type of stored values: Integer, Double, Boolean or String. */
  Class<?> storedType();

  /**
   * How results hold a value, and how a trial's identity spells it.
   *
   * @return an object of {@link #storedType}; null for a value that is not stored
   */
  @Nullable Object stored(T value);

  /** Whether the values are numbers, so that a conf may give several of them as a range. */
  default boolean isNumber() {
    return Number.class.isAssignableFrom(storedType());
  }

  /**
   * Returns the value that a number is.
   *
   * @param number that the domain allows; whole where stored values are
   * @throws UnsupportedOperationException if the values are not numbers
   */
  default T ofNumber(double number) {
    throw new UnsupportedOperationException("values of type " + storedType() + " are no numbers");
  }

  /** Whether a list is one value of this domain, and not several. */
  default boolean isOne(List<Given> list) {
    return false;
  }

  /** Names the values in a help text, which puts it after the parameter's meaning; may be empty. */
  default String hint() {
    return "";
  }
}
