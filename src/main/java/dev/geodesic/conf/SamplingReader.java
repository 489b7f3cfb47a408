package dev.geodesic.conf;

import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Sampling;
import dev.geodesic.space.Search;
import java.util.List;

/**
 * Reads how configurations are chosen: an optimizer's entry may say it, and the sweep says it for
 * all others.
 *
 * @param sweep the section of the sweep
 */
record SamplingReader(Section sweep) {
  private static final List<Parameter<?>> OF_SAMPLES =
      List.of(Sections.SAMPLES, Sections.SEARCH_SEED);

  /** The keys of an optimizer's entry. */
  static final List<Parameter<?>> PARAMETERS =
      List.of(Sections.SEARCH, Sections.SAMPLES, Sections.SEARCH_SEED);

  Sampling of(Section entry) {
    Search search = of(entry, Sections.SEARCH);
    if (search == Search.GRID) {
      refuseOfSamples(entry);
      return Sampling.GRID;
    }
    if (entry.maybe(Sections.SAMPLES).isEmpty() && sweep.maybe(Sections.SAMPLES).isEmpty()) {
      throw sweep.missing(Sections.SAMPLES, ", as search is " + search.confName());
    }
    return new Sampling(search, of(entry, Sections.SAMPLES), of(entry, Sections.SEARCH_SEED));
  }

  private <T> T of(Section entry, Parameter<T> parameter) {
    return entry.maybe(parameter).orElseGet(() -> sweep.one(parameter));
  }

  /** Refuses keys of the sweep that no optimizer of it uses. */
  void checkUse(List<Sampling> samplings) {
    if (samplings.stream().allMatch(Sampling.GRID::equals)) {
      refuseOfSamples(sweep);
    }
  }

  private static void refuseOfSamples(Section section) {
    for (Parameter<?> parameter : OF_SAMPLES) {
      section
          .find(parameter.key())
          .ifPresent(
              given -> {
                throw given.error(
                    "%s is of samples, and search is grid; leave it out, or set search = random or sobol"
                        .formatted(given.path()));
              });
    }
  }
}
