package dev.geodesic.ml;

/**
 * Hands the uid to Spark's constructors, which ask {@code uid()} for it before a constructor in
 * Java can have set a field: params remember it, and are refused under another.
 */
final class Uid {
  private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

  private final String value;

  private Uid(String value) {
    this.value = value;
  }

  /** Announces the uid of the object whose construction begins, as an argument of it. */
  static Uid announce(String value) {
    NEXT.set(value);
    return new Uid(value);
  }

  /** Returns the announced uid, during construction. */
  static String announced() {
    return NEXT.get();
  }

  /** Returns the uid, for the field. */
  String value() {
    NEXT.remove();
    return value;
  }
}
