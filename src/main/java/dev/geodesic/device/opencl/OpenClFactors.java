package dev.geodesic.device.opencl;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Indices;
import dev.geodesic.trial.Fisher;
import java.util.Locale;

/**
 * The factors N {@code [classes, directions]} and right-hand sides u of every trial and sample.
 *
 * @param n element (i, j) of trial t and sample b lies at {@code ((t·classes + i)·batch +
 *     b)·directions + j}
 * @param u of trial t and sample b, element j: {@code (t·batch + b)·directions + j}
 */
record OpenClFactors(Buffer n, Buffer u, int batch, int trials, int classes, int directions)
    implements FisherKernels.Factors {
  /** The most bytes of scratch memory that samples with a matrix of their own share. */
  private static final long MOST_SCRATCH = 64L << 20;

  static OpenClFactors of(
      Gear gear, OpenClPanel p, Indices labels, Fisher fisher, double[] maxInverseProbabilities) {
    int classes = p.width();
    int directions = fisher == Fisher.EMPIRICAL ? 1 : classes - 1;
    OpenClFactors factors =
        new OpenClFactors(
            gear.pool().lendDoubles(p.rows() * classes * directions),
            gear.pool().lendDoubles(p.rows() * directions),
            p.batch(),
            p.trials(),
            classes,
            directions);
    Launch launch =
        gear.launch("factor_" + fisher.name().toLowerCase(Locale.ROOT))
            .with(p.values())
            .with(labels)
            .with(gear.constant(maxInverseProbabilities))
            .with(p.batch())
            .with(p.trials())
            .with(classes);
    long items = p.rows();
    if (fisher == Fisher.SOFTMAX_OF_PROBABILITIES) {
      long each = classes + (long) directions * directions;
      items = Math.max(1, Math.min(items, MOST_SCRATCH / Double.BYTES / each));
      launch = launch.with(Math.toIntExact(items)).with(gear.pool().lendDoubles(items * each));
    }
    launch.with(factors.n).with(factors.u).items(items);
    return factors;
  }

  @Override
  public int order() {
    return batch * directions;
  }
}
