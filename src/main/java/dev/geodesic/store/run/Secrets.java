package dev.geodesic.store.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps passwords and tokens out of the manifest. */
final class Secrets {
  static final String MASK = "*********(redacted)";

  private static final String TELLING =
      "(?i)(password|passphrase|secret|token|credential|(access|api|private)[._-]?key)";

  /** Spark's own list of keys that must not be shown, and a little more. */
  private static final Pattern KEY = Pattern.compile(TELLING);

  /** {@code -Djavax.net.ssl.keyStorePassword=...} among a JVM's options, say. */
  private static final Pattern ASSIGNMENT = Pattern.compile(TELLING + "[^=\\s]*=");

  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s]+:[^/@\\s]+@");

  private Secrets() {}

  /**
   * Returns a copy of the entries in which secrets are masked, by their keys or their form, at any
   * depth.
   */
  static Map<String, Object> masked(Map<String, ?> entries) {
    Map<String, Object> masked = new TreeMap<>();
    entries.forEach(
        (key, value) -> masked.put(key, KEY.matcher(key).find() ? MASK : maskedValue(value)));
    return masked;
  }

  /** Returns a copy of text entries in which secrets are masked, as by {@link #masked}. */
  static Map<String, String> maskedText(Map<String, String> entries) {
    Map<String, String> masked = new TreeMap<>();
    masked(entries).forEach((key, value) -> masked.put(key, String.valueOf(value)));
    return masked;
  }

  private static Object maskedValue(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> inner = new TreeMap<>();
      map.forEach((key, entry) -> inner.put(String.valueOf(key), entry));
      return masked(inner);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Secrets::maskedValue).toList();
    }
    if (value instanceof String text
        && (ASSIGNMENT.matcher(text).find() || IN_ADDRESS.matcher(text).find())) {
      return MASK;
    }
    return value == null ? "null" : value;
  }
}
