package dev.geodesic.conf;

import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Halving;
import java.util.List;

/** Reads what a conf says of halving. */
final class HalvingReader {
  private static final Parameter<Integer> ETA =
      Parameter.of("eta", Domains.whole(2), "one configuration in so many goes on").or(3);
  private static final Parameter<Integer> MIN_STEPS =
      Parameter.of("min-steps", Domains.whole(1), "least steps of a rung");
  private static final Parameter<Halving.Brackets> BRACKETS =
      Parameter.of("brackets", Domains.choice(Halving.Brackets.class), "lengths of the first rung")
          .or(Halving.Brackets.ONE);

  private HalvingReader() {}

  static Halving read(Value value) {
    Section section = Section.of(value, Section.keys(List.of(ETA, MIN_STEPS, BRACKETS)));
    return new Halving(section.one(ETA), section.one(MIN_STEPS), section.one(BRACKETS));
  }
}
