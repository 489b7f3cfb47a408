package dev.geodesic.conf;

import com.typesafe.config.ConfigList;

/** How one value of a key is read and checked. */
interface Kind<T> {
  /** Throws a RequestException that says what is allowed. */
  T read(Value value);

  /** Whether a list is one value of this kind, and not several. */
  default boolean isOne(ConfigList list) {
    return false;
  }

  /** Whether a range may stand where several of these may. */
  default boolean isNumber() {
    return false;
  }
}
