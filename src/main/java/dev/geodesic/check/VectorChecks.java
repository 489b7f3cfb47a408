package dev.geodesic.check;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.device.VectorKernels.AdamMoments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Checks of {@link VectorKernels} against one loop over all numbers. */
final class VectorChecks {
  private static final int ADAM_STEPS = 6;

  private VectorChecks() {}

  static List<Check> all() {
    Checks checks = new Checks("VectorKernels");
    for (State state : State.values()) {
      for (Shape n : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        String words = n + ", " + state;
        checks.add(words, s -> copy(s, n, state), "copy");
        checks.add(words, s -> scale(s, n, state), "scale");
        checks.add(words, s -> add(s, n, state), "add");
        checks.add(words, s -> dot(s, n, state), "dot");
        checks.add(words, s -> retain(s, n, state), "retainTrials");
        // Adam squares gradients, which for these states leaves the range of float32.
        if (state != State.HUGE && state != State.TINY) {
          checks.add(words, s -> adam(s, n, state), "adam");
        }
      }
    }
    return checks.all();
  }

  private static VectorKernels vectors(CheckContext s) {
    return s.device().vectors();
  }

  private static HostMatrix weights(CheckContext s, Shape n, State state) {
    return s.matrix(n.trials() * n.outputs(), n.inputs(), state);
  }

  /** Returns a second operand, without NaN, as at most one of two operands has a trial of NaN. */
  private static HostMatrix other(CheckContext s, Shape n, State state) {
    return weights(s, n, state == State.LOST ? State.PLAIN : state);
  }

  private static void copy(CheckContext s, Shape n, State state) {
    HostMatrix x = weights(s, n, state);
    Matrix source = s.upload(x);
    Matrix target = s.garbageMatrix(x.rows(), x.columns());
    vectors(s).copy(source, target);
    s.unchanged("element", target, x);
    s.device().write(new float[x.values().length], source);
    s.unchanged("element of a copy", target, x);
  }

  private static Sums scaled(Shape n, double[] factors, HostMatrix x) {
    return Sums.of(
        n.trials(),
        n.outputs(),
        n.inputs(),
        1,
        (t, o, i, k) -> factors[t] * x.at(t * n.outputs() + o, i));
  }

  private static void scale(CheckContext s, Shape n, State state) {
    HostMatrix x = weights(s, n, state);
    double[] factors = s.factors(n.trials());
    // BLAS does not define 0 times NaN.
    factors[n.trials() - 1] = state == State.LOST ? 2 : factors[n.trials() - 1];
    Matrix matrix = s.upload(x);
    vectors(s).scale(factors, matrix);
    s.near(matrix, scaled(n, factors, x), Rounding.single(1));
  }

  private static void add(CheckContext s, Shape n, State state) {
    HostMatrix x = weights(s, n, state);
    HostMatrix y = other(s, n, state);
    double[] factors = s.factors(n.trials());
    Matrix from = s.upload(x);
    Matrix to = s.upload(y);
    vectors(s).add(factors, from, to);
    s.near(to, scaled(n, factors, x).plus(y.widened()), Rounding.single(1));
    s.unchanged("the other vector", from, x);
  }

  private static void dot(CheckContext s, Shape n, State state) {
    HostMatrix x = weights(s, n, state);
    HostMatrix y = other(s, n, state);
    int part = n.outputs() * n.inputs();
    Sums expected =
        Sums.of(
            n.trials(),
            part,
            (i, j, t, k) -> (double) x.values()[t * part + k] * y.values()[t * part + k]);
    double[] found = vectors(s).dot(s.upload(x), s.upload(y), n.trials()).get();
    s.near("trial", found, expected, Rounding.single(part));
  }

  /** Checks retaining the first trial alone, the last alone, and every second one. */
  private static void retain(CheckContext s, Shape n, State state) {
    HostMatrix x = weights(s, n, state);
    int[] second = IntStream.range(0, n.trials()).filter(t -> t % 2 == 0).toArray();
    for (int[] kept : new int[][] {{0}, {n.trials() - 1}, second}) {
      // retainTrials frees its argument.
      Matrix all = s.device().upload(x.values(), x.rows(), x.columns());
      Matrix rest = s.own(vectors(s).retainTrials(all, n.trials(), kept));
      int part = n.outputs() * n.inputs();
      float[] expected = new float[part * kept.length];
      for (int t = 0; t < kept.length; t++) {
        System.arraycopy(x.values(), kept[t] * part, expected, t * part, part);
      }
      s.unchanged("element", rest, new HostMatrix(expected, kept.length * n.outputs(), n.inputs()));
    }
  }

  /**
   * Checks Adam's algorithm 1 in float64 over several steps, with different hyperparameters for
   * trials.
   */
  private static void adam(CheckContext s, Shape n, State state) {
    AdamMoments[] moments = moments(n.trials());
    HostMatrix none = weights(s, n, State.ZERO);
    int length = none.values().length;
    Matrix mean = s.upload(none);
    Matrix square = s.upload(none);
    Sums m = new Sums(new double[length], new double[length]);
    Sums v = new Sums(new double[length], new double[length]);
    for (int step = 1; step <= ADAM_STEPS; step++) {
      HostMatrix g = weights(s, n, state).scaled(Math.pow(10, step % 4 - 2));
      Matrix gradient = s.upload(g);
      vectors(s).adam(gradient, mean, square, moments, step);
      Sums direction = new Sums(new double[length], new double[length]);
      for (int i = 0; i < length; i++) {
        AdamMoments own = moments[g.trialOf(i, n.trials())];
        double now = g.values()[i];
        average(m, i, own.beta1(), now);
        average(v, i, own.beta2(), now * now);
        double unbias = 1 / (1 - StrictMath.pow(own.beta1(), step));
        double root = Math.sqrt(v.values()[i] / (1 - StrictMath.pow(own.beta2(), step)));
        direction.values()[i] = unbias * m.values()[i] / (root + own.epsilon());
        direction.sizes()[i] = unbias * m.sizes()[i] / (root + own.epsilon());
      }
      Rounding rounding = Rounding.single(16);
      s.near(gradient, direction, rounding);
      s.near(mean, m, rounding);
      s.near(square, v, rounding);
    }
  }

  private static void average(Sums running, int i, double keep, double now) {
    running.values()[i] = keep * running.values()[i] + (1 - keep) * now;
    running.sizes()[i] = keep * running.sizes()[i] + (1 - keep) * Math.abs(now);
  }

  private static AdamMoments[] moments(int trials) {
    AdamMoments[] kinds = {
      new AdamMoments(0.9, 0.999, 1e-8),
      new AdamMoments(0, 0.5, 1e-3),
      new AdamMoments(0.99, 0.9, 1)
    };
    AdamMoments[] moments = new AdamMoments[trials];
    Arrays.setAll(moments, t -> kinds[t % kinds.length]);
    return moments;
  }
}
