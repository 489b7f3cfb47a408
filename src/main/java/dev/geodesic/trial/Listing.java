package dev.geodesic.trial;

import java.util.List;

/** Lists names on one line. */
public final class Listing {
  private static final int MOST_NAMED = 12;

  private Listing() {}

  /** Lists at most {@value #MOST_NAMED} names, and counts the others. */
  public static String of(List<String> names) {
    int more = names.size() - MOST_NAMED;
    String listed = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return more > 0 ? "%s and %,d more".formatted(listed, more) : listed;
  }
}
