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
 */
public record Trial(String id, String configurationId, String dataFingerprint, TrialSpec spec)
    implements Serializable {
  /**
   * Returns the trial of a specification.
   *
   * @param spec what is asked
   * @param dataFingerprint hash of the content of the data set that it names
   */
  public static Trial of(TrialSpec spec, String dataFingerprint) {
    return new Trial(
        spec.id(dataFingerprint), spec.configurationId(dataFingerprint), dataFingerprint, spec);
  }

  /** Returns the trials of specifications that name the same data, in their order. */
  public static List<Trial> all(List<TrialSpec> specs, String dataFingerprint) {
    return specs.stream().map(spec -> of(spec, dataFingerprint)).toList();
  }

  /** The problem on which its result is compared with others. */
  public Problem problem() {
    return spec.problem(dataFingerprint);
  }
}
