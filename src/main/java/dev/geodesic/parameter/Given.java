package dev.geodesic.parameter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A value as a user wrote it, which makes the errors that refuse it and name its place. */
public interface Given {
  /** The keys that lead to the value, joined by dots, by which messages name it. */
  String path();

  /** The text of a single value, as written: {@code 0.10}, {@code true}; else empty. */
  Optional<String> text();

  /** The entries of a list; empty if the value is not a list. */
  Optional<List<Given>> entries();

  /**
   * Returns the error that refuses this value.
   *
   * @param rule what the value must be
   * @param remedy what follows the value in the message, with its own punctuation; may be empty
   */
  RuntimeException refuse(String rule, String remedy);

  /** Returns the error that refuses {@code word}, which is not among the {@code known} ones. */
  RuntimeException refuseUnknown(String word, Collection<String> known);

  /** Returns an error with this message, to which the place of the value is added. */
  RuntimeException error(String message);

  /** Returns the error that refuses this value, without a remedy beyond {@code rule}. */
  default RuntimeException refuse(String rule) {
    return refuse(rule, "");
  }
}
