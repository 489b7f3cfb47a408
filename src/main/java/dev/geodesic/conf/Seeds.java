package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.trial.TrialSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads the seeds of a sweep: one, a list of them, or a first seed and a count. */
final class Seeds {
  private static final Domain<Integer> SEED = TrialSpec.SEED.domain();
  private static final Parameter<Integer> FROM = Parameter.of("from", SEED, "first seed").or(0);
  private static final Parameter<Integer> COUNT =
      Parameter.of("count", Domains.whole(1, AxisReader.MOST_VALUES), "number of seeds");

  private Seeds() {}

  static List<Integer> read(Value value) {
    if (value.raw() instanceof ConfigList) {
      return distinct(value, AxisReader.elements(value, SEED::read));
    }
    if (value.type() == ConfigValueType.OBJECT) {
      return counted(value);
    }
    return List.of(SEED.read(value));
  }

  private static List<Integer> counted(Value value) {
    Section section = Section.of(value, Section.keys(List.of(FROM, COUNT)));
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
}
