package dev.geodesic.store;

import dev.geodesic.store.files.ResultStore;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialSpec;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A sweep as large as is wanted, with no training: every number is drawn, so that it compresses no
 * better than a real one.
 *
 * @param trials how many
 * @param points of each curve
 * @param packSize trials in a pack
 */
public record LargeSweep(int trials, int points, int packSize) {
  /** A large night: 30,000 trials, a million points, 469 packs. */
  public static final LargeSweep NIGHT = new LargeSweep(30_000, 34, 64);

  private static final int SEEDS = 4;
  private static final int EVAL_EVERY = 2;
  private static final double DIVERGENCE_BOUND = 100;

  /** How many packs it has. */
  public int packs() {
    return (trials + packSize - 1) / packSize;
  }

  /** Commits all of it through the store, as a run would. */
  public void commitTo(ResultStore store) throws IOException {
    for (int pack = 0; pack < packs(); pack++) {
      store.commit("%04d".formatted(pack), pack(pack));
    }
  }

  /** The trials of one pack; the seeds of a configuration lie far apart, as they do in a sweep. */
  public List<TrialResult> pack(int pack) {
    return IntStream.range(pack * packSize, Math.min(trials, (pack + 1) * packSize))
        .mapToObj(this::trial)
        .toList();
  }

  private TrialResult trial(int number) {
    int configurations = (trials + SEEDS - 1) / SEEDS;
    int configuration = number % configurations;
    NaturalGradient optimizer =
        Specs.natural(
            1e-3 * (1 + configuration % 50),
            1e-6 * (1 + configuration / 50 % 50),
            1e-4 * (1 + configuration / 2500),
            Fisher.EXACT,
            Solver.AUTO);
    TrialSpec spec =
        new TrialSpec(
            Specs.data("mnist", new Holdout.TestSet(), 14, 16, BatchOrder.SHUFFLED),
            SampleTrials.SOFTMAX_REGRESSION,
            optimizer,
            Specs.schedule(points, EVAL_EVERY, DIVERGENCE_BOUND),
            number / configurations);
    SplittableRandom random = new SplittableRandom(number);
    return new TrialResult(
        Trial.of(spec, SampleTrials.FINGERPRINT),
        new TrialStatus.Completed(),
        null,
        IntStream.rangeClosed(1, points).mapToObj(step -> point(step, random)).toList(),
        new TrialResult.Provenance(
            "%04d".formatted(number / packSize),
            packSize,
            0,
            1,
            1,
            new TrialResult.Place("host-1", null, "a processor", 0)));
  }

  private static CurvePoint point(int step, SplittableRandom random) {
    return new CurvePoint(
        step,
        random.nextDouble() / step,
        new Change(random.nextDouble(), random.nextDouble(), 1),
        new Curvature(
            SolverPath.GRAM, 10 + random.nextInt(10), random.nextDouble(), 0.25, null, 1e-7),
        null,
        step % EVAL_EVERY == 0 ? new Measurement(random.nextDouble(), random.nextDouble()) : null,
        null,
        random.nextDouble() * step);
  }
}
