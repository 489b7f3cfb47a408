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
  /** The value that was written, checked; refused by {@link Given} where it is none of these. */
  T read(Given given);

  /**
   * Checks a value that was made in the program.
   *
   * @throws IllegalArgumentException that names the key and says what is allowed
   */
  default void check(String key, T value) {}

  /** The type of stored values: Integer, Double, Boolean or String. */
  Class<?> storedType();

  /**
   * How results hold a value, and how a trial's identity spells it.
   *
   * @return of {@link #storedType}; null for a value that is as good as none
   */
  @Nullable Object stored(T value);

  /** Whether a range may stand where several values may. */
  default boolean isNumber() {
    return Number.class.isAssignableFrom(storedType());
  }

  /** Whether a list is one value, and not several. */
  default boolean isOne(List<Given> list) {
    return false;
  }

  /** Which values there are, as help texts add to what a parameter means; may be empty. */
  default String hint() {
    return "";
  }
}
