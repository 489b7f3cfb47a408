package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.SearchSpace;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ids of trials, to the letter: with other ids, a trial whose results are stored would be trained
 * again. They change with {@link TrialSpec#TRAINER_VERSION}, and for no other reason.
 */
class PinnedTrialIdsTest {
  private static final int TRAINER_VERSION = 4;
  private static final String FINGERPRINT = "f00d";

  private static final String CONF =
      """
      sweep { steps = 40, seeds = [3] }
      data { dataset = mnist, downsample = 14, batch-size = 16 }
      optimizers = [{ %s }]
      """;

  private static TrialSpec trial(String optimizer, List<String> overrides) {
    return SearchSpace.of(ConfReader.parse(CONF.formatted(optimizer), "pinned", overrides).sweep())
        .trials()
        .get(0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'name = sgd, learning-rate = 0.1' | ffacab6d6c9571889e45 | 64e30cf06e1a9e2bfd3d
          'name = sgd, learning-rate = 1e-3, learning-rate-schedule = cosine, warm-up = 3, max-norm = 0.3, max-kl = 0.01' | ad3f4047f4285eeb42f0 | 17a9045d56ce9d805c52
          'name = momentum, learning-rate = 0.1' | 0bac0e756348a080fb7a | e52df8202358bbee3c5f
          'name = momentum, learning-rate = 0.1, momentum = 0.7, nesterov = true' | fb2960bc9bf68f92d344 | fd092110e545d21e8b82
          'name = adam, learning-rate = 0.001' | 86ccdf6afff8050991ea | a29092b18822d1c05300
          'name = adam, learning-rate = 0.001, beta1 = 0.8, beta2 = 0.99, epsilon = 1e-6' | 826db119dac90021ad17 | 8ca3d2cbb210d9de1614
          'name = natural-gradient, learning-rate = 0.1, reltol = 1e-6' | 9a343d0362bbffd5e127 | d0c599a94c7dd63fbb6e
          'name = natural-gradient, learning-rate = 0.1, damping = 0.3' | c32a14e0c686a2b40e89 | 8c85dd600fe43ba122f7
          'name = natural-gradient, learning-rate = 0.1, damping = 0.3, damping-schedule = levenberg-marquardt, reltol = 1e-3, max-inverse-probability = 20, fisher = softmax-of-probabilities, solver = gram' | 81e577c006dbb01da8ac | 86821979b40cb659d44e
          'name = empirical-fisher, learning-rate = 0.1, damping = 0.3, solver = dense' | 5012b0ee74cbd899b5ca | 95f615659892800ff31a
          'name = cg, learning-rate = 0.1, damping = 0.3' | 13e5211a483d67390758 | 11222c5669c7aae6f821
          'name = cg, learning-rate = 0.1, damping = 0.3, cg-tolerance = 0.01, cg-iterations = 7, preconditioner = second-moment' | 11a56e9ee7b69098c7a8 | 50b6fa8919bd5b022a5d
          'name = kfac, learning-rate = 0.1, damping = 0.3' | 66ada76b27b68d8a69f3 | de5ab435d5e78218d263
          'name = kfac, learning-rate = 0.1, damping = 0.3, averaging = 0.5, update-every = 4' | 23843bceed7ced2cd188 | 72e69aee9f03d199565d
          'name = ekfac, learning-rate = 0.1, damping = 0.3, damping-schedule = linear' | fd98ba32184118cb2843 | ad215484468acfc12ce9
          'name = spring, learning-rate = 0.1, damping = 0.3' | b5e8ea1fa9a423c04518 | daa9f093a96086001055
          'name = spring, learning-rate = 0.1, damping = 0.3, momentum = 0.7' | 846a7d1d75205dc63fc0 | 0e1fcb0ea1583b686a8c
          """)
  void ofOptimizers(String optimizer, String id, String configurationId) {
    assertThat(TrialSpec.TRAINER_VERSION)
        .as("where it is raised, write the new ids here")
        .isEqualTo(TRAINER_VERSION);
    TrialSpec trial = trial(optimizer, List.of());
    assertThat(trial.id(FINGERPRINT)).isEqualTo(id);
    assertThat(trial.configurationId(FINGERPRINT)).isEqualTo(configurationId);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'sweep.eval-every=10' | 575f6f2df86874eff088 | 5c661b0dbec108cb54c4
          'sweep.divergence-bound=50' | 3ea1c0607f0f44060011 | 3efb02511701d19fc4d0
          'sweep.cross-check=5; sweep.record-every=2' | ffacab6d6c9571889e45 | 64e30cf06e1a9e2bfd3d
          'data.downsample=7' | 66969c833bcee8d06b00 | b99d13d88ab75378f262
          'data.batch-size=8' | f8169b5d466e1843c57f | 0d27830e13345ed5f64a
          'data.order=sequential' | 957ce398717179357ed2 | 5559137c1493f9f04ace
          'data.holdout=0.1' | 57255488f141ab529c89 | b4071f7d7585a77c958a
          'model.hidden=[64, 32]' | 4a6c38db7d7f5d0b9876 | b57237d977aa62c7188b
          'model.hidden=[64, 32]; model.activation=relu' | a5b705b57056e364ddcf | d426824ae4058545f8af
          'model.bias=true' | 9fb7fc22f46ed0d7337a | 6d59a30d4c04dedfaadb
          'model.init=zeros' | d754b200aff24ca2bcad | 5598b24bfafd7a4722dc
          """)
  void ofDataModelsAndLengths(String override, String id, String configurationId) {
    TrialSpec trial = trial("name = sgd, learning-rate = 0.1", List.of(override.split("; ")));
    assertThat(trial.id(FINGERPRINT)).isEqualTo(id);
    assertThat(trial.configurationId(FINGERPRINT)).isEqualTo(configurationId);
  }
}
