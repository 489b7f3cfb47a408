package dev.geodesic.conf;

import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Confirmation;
import java.util.List;

/** Reads what a conf says of the confirmation of the best configurations. */
final class ConfirmationReader {
  private static final Parameter<Integer> TOP =
      Parameter.of("top", Domains.whole(1), "configurations of each optimizer").or(3);

  private ConfirmationReader() {}

  /**
   * Reads a confirmation.
   *
   * @param searched seeds of the search
   */
  static Confirmation read(Value value, List<Integer> searched) {
    Section section = Section.of(value, List.of(TOP.key(), Sections.SEEDS.key()));
    Value seeds =
        section.find(Sections.SEEDS.key()).orElseThrow(() -> section.missing(Sections.SEEDS, ""));
    List<Integer> fresh = Seeds.read(seeds);
    for (int seed : fresh) {
      if (searched.contains(seed)) {
        throw seeds.refuse(
            "other seeds than those of the search",
            "; seed %d is one of sweep.seeds".formatted(seed));
      }
    }
    return new Confirmation(section.one(TOP), fresh);
  }
}
