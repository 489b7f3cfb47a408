package dev.geodesic.parameter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A value as somebody wrote it, and how to refuse it where it stands. */
public interface Given {
  /** The keys that lead to the value, joined by dots, as messages call it. */
  String path();

  /** The text of a single value, as written: {@code 0.10}, {@code true}, {@code mnist}. */
  Optional<String> text();

  /** The entries of a list. */
  Optional<List<Given>> entries();

  /**
   * The refusal of this value.
   *
   * @param rule what the value must be
   * @param remedy what follows the value in the message, with its own punctuation; may be empty
   */
  RuntimeException refuse(String rule, String remedy);

  /** The refusal of a word that is none of those that are known. */
  RuntimeException refuseUnknown(String word, Collection<String> known);

  /** A refusal whose message says all but where the value stands. */
  RuntimeException error(String message);

  /** The refusal of this value, where {@code rule} is the remedy. */
  default RuntimeException refuse(String rule) {
    return refuse(rule, "");
  }
}
