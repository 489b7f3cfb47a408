package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The seeds of a sweep: one, a list of them, or so many from one on. */
final class Seeds {
  private static final Kind<Integer> SEED =
      Numbers.whole((key, seed) -> Require.atLeast(key, 0, seed));
  private static final Key<Integer> FROM = Key.of("from", SEED, 0, "first seed");
  private static final Key<Integer> COUNT =
      Key.required("count", Numbers.whole(Seeds::count), "number of seeds");

  private Seeds() {}

  static List<Integer> read(Value value) {
    if (value.raw() instanceof ConfigList list) {
      return distinct(value, Axis.elements(value, list, SEED::read));
    }
    if (value.type() == ConfigValueType.OBJECT) {
      return counted(value);
    }
    return List.of(SEED.read(value));
  }

  private static List<Integer> counted(Value value) {
    Section section = Section.of(value, Section.names(List.of(FROM, COUNT)));
    int from = section.one(FROM);
    int count = section.one(COUNT);
    if (from > Integer.MAX_VALUE - count) {
      throw value.refuse("numbers up to " + Integer.MAX_VALUE);
    }
    return IntStream.range(from, from + count).boxed().toList();
  }

  /** Refuses equal seeds: they give the same trial, where a user expects one more repetition. */
  private static List<Integer> distinct(Value value, List<Integer> seeds) {
    Set<Integer> seen = new HashSet<>();
    for (int seed : seeds) {
      if (!seen.add(seed)) {
        throw value.refuse("different from each other", "; leave out the second " + seed);
      }
    }
    return seeds;
  }

  private static int count(String key, int count) {
    if (count > Axis.MOST_VALUES) {
      throw new IllegalArgumentException(
          "%s must be <= %d, got: %d".formatted(key, Axis.MOST_VALUES, count));
    }
    return Require.atLeast(key, 1, count);
  }
}
