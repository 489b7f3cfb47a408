package dev.geodesic.conf;

/** How one value of a key is read and checked. */
interface Kind<T> {
  /** Throws a RequestException that says what is allowed. */
  T read(Value value);

  /** Whether a range may stand where several of these may. */
  default boolean isNumber() {
    return false;
  }
}
