package dev.geodesic.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Suggests the known word that a user who misspelled one probably meant. */
final class Suggestion {
  private static final int SHORTEST_PREFIX = 3;

  private Suggestion() {}

  /** Returns {@code ", did you mean X?"} for the nearest of {@code known}; empty if none is. */
  static String of(String given, Collection<String> known) {
    return nearest(given, known).map(near -> ", did you mean %s?".formatted(near)).orElse("");
  }

  static Optional<String> nearest(String given, Collection<String> known) {
    return known.stream()
        .filter(candidate -> isNear(given, candidate))
        .min(Comparator.comparingInt(candidate -> distance(given, candidate)));
  }

  /** Allows one mistake and a further one for every four letters, or a word cut short. */
  private static boolean isNear(String given, String candidate) {
    return distance(given, candidate) <= 1 + Math.min(given.length(), candidate.length()) / 4
        || (given.length() >= SHORTEST_PREFIX && candidate.startsWith(given));
  }

  private static int distance(String given, String candidate) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(given.toLowerCase(Locale.ROOT), candidate);
  }
}
