package dev.geodesic.sweep.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.space.Pack;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.StoredTrial;
import dev.geodesic.store.StoredTrials;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.sweep.reproduce.StoredPack.Asked;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Place;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that did not train as a whole, put together from what is stored. */
class StoredPackTest {
  private static final String FINGERPRINT = "f00d";

  private static final SweepSpec SWEEP =
      Sweeps.sweep(
          List.of(Sweeps.data("digits", 4, 8)),
          List.<OptimizerSpec>of(
              Specs.sgd(0.1),
              Specs.sgd(0.2),
              Specs.sgd(0.3),
              Specs.sgd(0.4),
              Specs.sgd(0.5),
              Specs.sgd(0.6),
              Specs.sgd(0.7)),
          1,
          64);

  private static final List<TrialSpec> TRIALS =
      SWEEP.optimizers().stream()
          .map(
              optimizer ->
                  new TrialSpec(SWEEP.data().get(0), Sweeps.PLAIN, optimizer, SWEEP.schedule(), 0))
          .toList();

  @TempDir private Path temporary;

  private static String id(int trial) {
    return TRIALS.get(trial).id(FINGERPRINT);
  }

  private static List<String> ids(int from, int to) {
    return TRIALS.subList(from, to).stream().map(trial -> trial.id(FINGERPRINT)).toList();
  }

  private static TrialResult result(int trial, int packTrials, int halvings) {
    TrialSpec spec = TRIALS.get(trial);
    Provenance provenance =
        new Provenance(
            Pack.of(TRIALS, FINGERPRINT).id(),
            packTrials,
            halvings,
            1,
            1,
            new Place("host", null, "a processor", 1));
    return new TrialResult(
        Trial.of(spec, FINGERPRINT),
        new TrialStatus.Completed(),
        null,
        List.<CurvePoint>of(),
        provenance);
  }

  /** As it is read from a file that holds {@code results} in this order. */
  private StoredPack stored(int trial, List<SweepSpec> sweeps, List<TrialResult> results)
      throws IOException {
    ResultStore store = new ResultStore(temporary.toUri(), new Configuration());
    store.prepare();
    store.commit("pack", results);
    StoredTrials trials = StoredTrials.open(SparkFixture.spark(), store.root());
    StoredTrial named = trials.named(id(trial));
    Map<String, TrialSpec> specs = new HashMap<>();
    TRIALS.forEach(spec -> specs.put(spec.id(FINGERPRINT), spec));
    return StoredPack.of(
        named,
        trials.ofPack(named.provenance().packId()).stream()
            .map(s -> new Asked(s, Objects.requireNonNull(specs.get(s.id()))))
            .toList(),
        sweeps);
  }

  /** Of seven, three and four, of which two and two. */
  private static List<TrialResult> halved() {
    List<TrialResult> results = new ArrayList<>();
    for (int trial = 0; trial < 7; trial++) {
      results.add(result(trial, trial < 3 ? 3 : 2, trial < 3 ? 1 : 2));
    }
    return results;
  }

  @Test
  void aHalvedPackIsThePartThatTrained() throws IOException {
    assertThat(stored(1, List.of(), halved()).ids()).isEqualTo(ids(0, 3));
    assertThat(stored(4, List.of(), halved()).ids()).isEqualTo(ids(3, 5));
    assertThat(stored(6, List.of(), halved()).ids()).isEqualTo(ids(5, 7));
  }

  @Test
  void theConfTellsTheOrderThatAFileHasForgotten() throws IOException {
    List<TrialResult> turned = new ArrayList<>(halved());
    Collections.reverse(turned);

    StoredPack pack = stored(4, List.of(SWEEP), turned);

    assertThat(pack.isProven()).isTrue();
    assertThat(pack.ids()).isEqualTo(ids(3, 5));
  }

  @Test
  void theConfTellsTheTrialsThatHaveNoResult() throws IOException {
    List<TrialResult> half = halved().subList(0, 3);

    assertThat(stored(1, List.of(SWEEP), half).ids()).isEqualTo(ids(0, 3));
  }

  @Test
  void withoutThemAPackCannotBePutTogether() {
    assertThatThrownBy(() -> stored(4, List.of(), halved().subList(2, 6)))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot put pack %s together again, of which 2 trials trained fused: the results hold 4 of it, and no manifest tells their order; name a trial of another pack"
                .formatted(Pack.of(TRIALS, FINGERPRINT).id()));
  }

  @Test
  void aTrialThatTrainedAloneIsAlone() throws IOException {
    StoredPack pack = stored(5, List.of(), List.of(result(5, 1, 0), result(2, 1, 0)));

    assertThat(pack.isProven()).isTrue();
    assertThat(pack.pack().trials()).hasSize(1);
    assertThat(pack.ids()).containsExactly(id(5));
  }
}
