package dev.geodesic.sweep.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.Features;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SweepScan;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import dev.geodesic.store.files.StoredRungs;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.sweep.plan.PlannedSearch;
import dev.geodesic.train.Checkpoints;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.RungStates;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A climb that goes on where a run was killed after its packs kept their states. */
class ClimbTest {
  private static final int WIDTH = 12;
  private static final int ROWS = 60;
  private static final int CLASSES = 3;

  @TempDir private Path directory;
  private ResultStore store;

  @BeforeEach
  void open() {
    store = new ResultStore(directory.toUri(), new Configuration());
    store.prepare();
  }

  /** Two entries of one optimizer, whose first rung is the same; the last rates diverge at once. */
  private static SweepSpec sweep() {
    return ConfReader.parse(
            """
            sweep { steps = 40, eval-every = 5, pack-size = 6, mllib-baseline = false
                    halving { eta = 2, min-steps = 10 } }
            data { dataset = "table", batch-size = 8 }
            optimizers = [
              { name = momentum, momentum = 0.5, learning-rate = [0.01, 0.02, 0.03, 1e30] }
              { name = momentum, learning-rate = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 1e30] }
            ]
            """,
            "test.conf",
            List.of())
        .sweep();
  }

  private static Map<String, DataSet> data() {
    Random random = new Random(1);
    float[] features = new float[ROWS * WIDTH];
    int[] labels = new int[ROWS];
    for (int i = 0; i < features.length; i++) {
      features[i] = random.nextFloat();
    }
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % CLASSES;
    }
    Features samples = new Features(features, labels, WIDTH);
    return Map.of("table", DataSet.of(samples, samples));
  }

  /** Some rates leave the bound after the first rung. */
  private static SweepSpec slowToDiverge() {
    return ConfReader.parse(
            """
            sweep { steps = 40, eval-every = 5, divergence-bound = 1.6, mllib-baseline = false
                    halving { eta = 2, min-steps = 10 } }
            data { dataset = "table", batch-size = 8 }
            optimizers = [
              { name = sgd, learning-rate = { from = 0.1, to = 3, points = 16 } }
            ]
            """,
            "test.conf",
            List.of())
        .sweep();
  }

  private Climb climb(RungKeeper keeper, List<Row> earlier) throws IOException {
    return climb(sweep(), keeper, earlier);
  }

  private Climb climb(SweepSpec sweep, RungKeeper keeper, List<Row> earlier) throws IOException {
    return Climb.of(
        sweep,
        Objects.requireNonNull(sweep.halving()),
        PlannedSearch.of(sweep, data()),
        data(),
        keeper,
        store,
        earlier);
  }

  private static List<String> ids(List<Trial> trials) {
    return trials.stream().map(Trial::id).toList();
  }

  /** Trains a leg and keeps its state; its rows are not stored. */
  private List<Outcome> trainUntilKilled(Leg leg) {
    Provenance provenance =
        new Provenance(leg.pack().id(), leg.pack().trials().size(), 0, 1, 1, null);
    StoredRungs rungs = new StoredRungs(store);
    RungStates states =
        new RungStates() {
          @Override
          public InputStream open(String id) throws IOException {
            return rungs.open(id);
          }

          @Override
          public void keep(String id, Content content) {
            try {
              rungs.keep(id, out -> content.write(out, provenance));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    DataSpec.Prepared prepared = leg.pack().structure().data().prepared();
    try (Device device = new CpuDevice();
        ResidentData resident =
            ResidentData.upload(
                device,
                Objects.requireNonNull(data().get("table")).prepare(prepared),
                ResidentData.Bias.NONE)) {
      return PackTrainer.train(leg, resident, device, Monitor.NONE, Checkpoints.NONE, states);
    }
  }

  @Test
  void whatDivergedBeforeARungWasKeptIsStoredFromItsState() throws Exception {
    List<PlannedPack> first = climb(RungKeeper.IDLE, List.of()).plan().packs();
    assertThat(first).hasSize(2);
    List<String> lost = new ArrayList<>();
    for (PlannedPack planned : first) {
      trainUntilKilled(planned.leg()).stream()
          .filter(outcome -> outcome.status() instanceof TrialStatus.Diverged)
          .forEach(outcome -> lost.add(outcome.trial().id()));
    }
    assertThat(lost).hasSize(2);

    RungKeeper keeper = RungKeeper.of(store);
    Climb climb = climb(keeper, List.of());
    keeper.finish();

    assertThat(climb.plan().packs()).allMatch(planned -> planned.leg().from() == 10);
    List<Row> rows = SweepScan.read(store, SweepScan::trials);
    Map<Object, String> packs =
        first.stream()
            .flatMap(planned -> planned.pack().trials().stream().map(t -> Map.entry(t, planned)))
            .collect(Collectors.toMap(e -> e.getKey().id(), e -> e.getValue().pack().id()));
    List<Row> diverged =
        rows.stream().filter(row -> row.<String>getAs("status").equals("DIVERGED")).toList();
    assertThat(diverged.stream().map(row -> row.<String>getAs("trial_id")))
        .containsExactlyInAnyOrderElementsOf(lost);
    assertThat(diverged)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("pack_id")).isEqualTo(packs.get(row.getAs("trial_id")));
              assertThat(row.<Integer>getAs("pack_trials")).isEqualTo(6);
              assertThat(row.<Integer>getAs("bracket")).isEqualTo(2);
              assertThat(row.<Integer>getAs("rung")).isZero();
            });

    // Once more, as if it were killed again: nothing is stored twice.
    RungKeeper again = RungKeeper.of(store);
    climb(again, rows);
    again.finish();
    assertThat(SweepScan.read(store, SweepScan::trials)).hasSameSizeAs(rows);
  }

  @Test
  void aTrialKeepsItsPackWhereALadderIsBeyondTheRung() throws Exception {
    List<PlannedPack> first = climb(RungKeeper.IDLE, List.of()).plan().packs();
    // All of the first ladder are in the first pack; the second one waits for the other.
    PlannedPack mixed =
        first.stream()
            .filter(one -> one.pack().specs().stream().anyMatch(s -> s.toString().contains("0.5")))
            .findFirst()
            .orElseThrow();
    trainUntilKilled(mixed.leg());

    List<PlannedPack> next = climb(RungKeeper.IDLE, List.of()).plan().packs();

    List<List<String>> left =
        next.stream()
            .filter(planned -> planned.leg().from() == 0)
            .map(planned -> ids(planned.pack().trials()))
            .toList();
    assertThat(left)
        .containsExactlyElementsOf(
            first.stream()
                .filter(planned -> !planned.equals(mixed))
                .map(planned -> ids(planned.pack().trials()))
                .toList());
    assertThat(next).anyMatch(planned -> planned.leg().from() == 10);
  }

  /** Whichever state is read first, and also where that of the rung below is there no more. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatDivergedAboveTheFirstRungIsKnownAtTheRungsBelow(boolean isLowerDeleted)
      throws Exception {
    SweepSpec sweep = slowToDiverge();
    StoredRungs rungs = new StoredRungs(store);
    for (PlannedPack planned : climb(sweep, RungKeeper.IDLE, List.of()).plan().packs()) {
      trainUntilKilled(planned.leg());
    }
    List<String> lower = rungs.legs();
    RungKeeper keeper = RungKeeper.of(store);
    List<PlannedPack> second = climb(sweep, keeper, List.of()).plan().packs();
    keeper.finish();
    assertThat(second).isNotEmpty().allMatch(planned -> planned.leg().from() == 10);
    List<String> lost =
        second.stream()
            .flatMap(planned -> trainUntilKilled(planned.leg()).stream())
            .filter(outcome -> outcome.status() instanceof TrialStatus.Diverged)
            .map(outcome -> outcome.trial().id())
            .toList();
    assertThat(lost).isNotEmpty();
    if (isLowerDeleted) {
      for (String leg : lower) {
        rungs.delete(leg);
      }
    }

    List<Row> before = SweepScan.read(store, SweepScan::trials);
    RungKeeper again = RungKeeper.of(store);
    Climb climb = climb(sweep, again, before);
    again.finish();

    assertThat(climb.plan().packs()).isNotEmpty().allMatch(one -> one.leg().from() == 20);
    assertThat(
            SweepScan.read(store, SweepScan::trials).stream()
                .filter(row -> lost.contains(row.<String>getAs("trial_id"))))
        .hasSameSizeAs(lost)
        .allMatch(row -> row.<String>getAs("status").equals("DIVERGED"))
        .allMatch(row -> row.<Integer>getAs("rung") == 1);
  }

  @Test
  void statesThatNobodyGoesOnFromAreDeleted() throws Exception {
    List<PlannedPack> first = climb(RungKeeper.IDLE, List.of()).plan().packs();
    for (PlannedPack planned : first) {
      trainUntilKilled(planned.leg());
    }
    StoredRungs rungs = new StoredRungs(store);
    List<String> legs = rungs.legs();
    assertThat(legs).hasSize(2);
    // All trials of one state complete without the halving.
    Pack whole = first.get(0).pack();
    store.commit(
        "whole",
        whole.trials().stream()
            .map(
                trial ->
                    new TrialResult(
                        trial,
                        new TrialStatus.Completed(),
                        null,
                        List.of(),
                        new Provenance(whole.id(), 6, 0, 1, 1, null)))
            .toList());
    // One of an earlier version of this program, in its header.
    rungs.keep("old", out -> out.write(new byte[] {'G', 'E', 'O', 'C', 0, 0, 0, 4, 1, 2, 3}));

    try (ResultsLock lock = ResultsLock.acquire(store)) {
      EndedStates.delete(store, lock);
    }

    assertThat(rungs.legs()).containsExactly(first.get(1).leg().id());
  }
}
