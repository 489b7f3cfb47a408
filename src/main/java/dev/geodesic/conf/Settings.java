package dev.geodesic.conf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One value for each of some keys: a point of their Cartesian product. */
public final class Settings {
  /** What one driver can hold; the next factor of ten would train for weeks. */
  static final int MOST_COMBINATIONS = 1_000_000;

  private final Map<Key<?>, Object> values;

  private Settings(Map<Key<?>, Object> values) {
    this.values = values;
  }

  /** All combinations that a section spells, the first key varying slowest. */
  static List<Settings> product(Section section, List<Key<?>> keys) {
    List<Settings> product = List.of(new Settings(Map.of()));
    for (Key<?> key : keys) {
      List<?> axis = section.axis(key);
      requireFew(section.value(), (double) product.size() * axis.size());
      List<Settings> longer = new ArrayList<>();
      for (Settings settings : product) {
        axis.forEach(value -> longer.add(settings.with(key, value)));
      }
      product = longer;
    }
    return product;
  }

  static void requireFew(Value where, double combinations) {
    if (combinations > MOST_COMBINATIONS) {
      throw where.error(
          "%s must spell at most %d combinations, got: %.0f; shorten a list or a range"
              .formatted(
                  where.path().isEmpty() ? "a sweep" : where.path(),
                  MOST_COMBINATIONS,
                  combinations));
    }
  }

  /** The value of {@code key}. */
  // with() is called with what axis() read for this key, so the value is a T.
  @SuppressWarnings("unchecked")
  <T> T of(Key<T> key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalStateException(key.name() + " is no key of this product");
    }
    return (T) value;
  }

  private Settings with(Key<?> key, Object value) {
    Map<Key<?>, Object> longer = new HashMap<>(values);
    longer.put(key, value);
    return new Settings(longer);
  }
}
