package dev.geodesic.trial;

import java.io.Serializable;
import java.util.List;

/**
 * A trial of a sweep: what is asked, and the identity under which its result is stored.
 *
 * @param id hash of everything that decides its outcome
 * @param configurationId the same for trials that differ in the seed only
 * @param dataFingerprint hash of the content of the data set that it names
 * @param spec what is asked
 * @param confirms whether it trains to confirm a choice that has been made without it
 */
public record Trial(
    String id, String configurationId, String dataFingerprint, TrialSpec spec, boolean confirms)
    implements Serializable {
  /**
   * Returns the trial of a specification.
   *
   * @param spec what is asked
   * @param dataFingerprint hash of the content of the data set that it names
   */
  public static Trial of(TrialSpec spec, String dataFingerprint) {
    return new Trial(
        spec.id(dataFingerprint),
        spec.configurationId(dataFingerprint),
        dataFingerprint,
        spec,
        false);
  }

  /** Returns the trials of specifications that name the same data, in their order. */
  public static List<Trial> all(List<TrialSpec> specs, String dataFingerprint) {
    return specs.stream().map(spec -> of(spec, dataFingerprint)).toList();
  }

  /** Returns the trial of the same configuration that confirms the choice of it on another seed. */
  public Trial confirmedOn(int seed) {
    TrialSpec fresh =
        new TrialSpec(spec.data(), spec.model(), spec.optimizer(), spec.schedule(), seed);
    return new Trial(fresh.id(dataFingerprint), configurationId, dataFingerprint, fresh, true);
  }

  /** The problem on which its result is compared with others. */
  public Problem problem() {
    return spec.problem(dataFingerprint);
  }
}
