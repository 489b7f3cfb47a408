package dev.geodesic.check;

import dev.geodesic.device.Matrix;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.device.VectorKernels.AdamMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** {@link VectorKernels}, against one loop over all numbers. */
final class VectorChecks {
  private static final int ADAM_STEPS = 6;

  private final List<Check> checks = new ArrayList<>();

  private VectorChecks() {
    for (State state : State.values()) {
      for (Shape shape : state == State.PLAIN ? Shape.ALL : List.of(Shape.ODD)) {
        String words = shape + ", " + state;
        add("copy", words, "bit for bit", s -> copy(s, shape, state));
        add("scale", words, "5 eps32", s -> scale(s, shape, state));
        add("add", words, "5 eps32 of both terms", s -> add(s, shape, state));
        add("addDot", words, "(n + 4) eps32 of the products' sizes", s -> addDot(s, shape, state));
        add("retainTrials", words, "bit for bit", s -> retain(s, shape, state));
        // A gradient whose square leaves float32 is for Adam to lose.
        if (state != State.HUGE && state != State.TINY) {
          add(
              "adam",
              words,
              "20 eps32 of what the moments are sums of",
              s -> adam(s, shape, state));
        }
      }
    }
  }

  static List<Check> all() {
    return new VectorChecks().checks;
  }

  private void add(String method, String circumstances, String tolerance, Check.Body body) {
    checks.add(new Check("VectorKernels." + method, circumstances, tolerance, body));
  }

  private static VectorKernels vectors(Setting s) {
    return s.device().vectors();
  }

  private static HostMatrix weights(Setting s, Shape shape, State state) {
    return s.matrix(shape.trials() * shape.outputs(), shape.inputs(), state);
  }

  private static void copy(Setting s, Shape shape, State state) {
    HostMatrix x = weights(s, shape, state);
    Matrix source = s.upload(x);
    Matrix target = s.garbageMatrix(x.rows(), x.columns());
    vectors(s).copy(source, target);
    s.unchanged("element", target, x);
    s.device().write(new float[x.values().length], source);
    s.unchanged("element in memory of its own", target, x);
  }

  private static void scale(Setting s, Shape shape, State state) {
    HostMatrix x = weights(s, shape, state);
    double[] factors = s.factors(shape.trials());
    // What BLAS makes of 0 times no number is its own affair.
    factors[shape.trials() - 1] = state == State.LOST ? 2 : factors[shape.trials() - 1];
    Matrix matrix = s.upload(x);
    vectors(s).scale(factors, matrix);
    near(s, shape, matrix, x, (i, t) -> factors[t] * x.values()[i], (i, t) -> 0);
  }

  private static void add(Setting s, Shape shape, State state) {
    HostMatrix x = weights(s, shape, state);
    HostMatrix y = weights(s, shape, state == State.LOST ? State.PLAIN : state);
    double[] factors = s.factors(shape.trials());
    Matrix from = s.upload(x);
    Matrix to = s.upload(y);
    vectors(s).add(factors, from, to);
    near(
        s,
        shape,
        to,
        x,
        (i, t) -> y.values()[i] + factors[t] * x.values()[i],
        (i, t) -> Math.abs(y.values()[i]) + Math.abs(factors[t] * x.values()[i]));
    s.unchanged("the other vector", from, x);
  }

  private interface Element {
    double at(int i, int trial);
  }

  private static void near(
      Setting s, Shape shape, Matrix found, HostMatrix like, Element element, Element terms) {
    double[] expected = new double[like.values().length];
    double[] allowed = new double[expected.length];
    for (int i = 0; i < expected.length; i++) {
      int t = like.trialOf(i, shape.trials());
      expected[i] = element.at(i, t);
      allowed[i] = Rounding.single(1).of(Math.max(Math.abs(expected[i]), terms.at(i, t)));
    }
    s.near(found, expected, allowed);
  }

  private static void addDot(Setting s, Shape shape, State state) {
    HostMatrix x = weights(s, shape, state);
    HostMatrix y = weights(s, shape, state == State.LOST ? State.PLAIN : state);
    double[] sums = s.random().doubles(shape.trials(), -1, 1).toArray();
    double[] expected = sums.clone();
    double[] gross = new double[sums.length];
    for (int i = 0; i < x.values().length; i++) {
      double product = (double) x.values()[i] * y.values()[i];
      expected[x.trialOf(i, shape.trials())] += product;
      gross[x.trialOf(i, shape.trials())] += Math.abs(product);
    }
    vectors(s).addDot(s.upload(x), s.upload(y), sums);
    Rounding rounding = Rounding.single(x.values().length / shape.trials());
    s.near(sums, expected, Arrays.stream(gross).map(g -> 1e-15 + rounding.of(g)).toArray());
  }

  /** The first alone, the last alone, and every second. */
  private static void retain(Setting s, Shape shape, State state) {
    HostMatrix x = weights(s, shape, state);
    int every = shape.trials();
    int[] second = IntStream.range(0, every).filter(t -> t % 2 == 0).toArray();
    for (int[] kept : new int[][] {{0}, {every - 1}, second}) {
      // It frees what it is given.
      Matrix all = s.device().upload(x.values(), x.rows(), x.columns());
      Matrix rest = s.own(vectors(s).retainTrials(all, every, kept));
      int part = x.values().length / every;
      float[] expected = new float[part * kept.length];
      for (int t = 0; t < kept.length; t++) {
        System.arraycopy(x.values(), kept[t] * part, expected, t * part, part);
      }
      s.compare().same("rows", rest.rows(), x.rows() / every * kept.length);
      s.compare().same("columns", rest.columns(), x.columns());
      s.compare().same("element", s.device().download(rest), expected);
    }
  }

  /** Algorithm 1 in float64 over several steps, with other hyperparameters for every trial. */
  private static void adam(Setting s, Shape shape, State state) {
    AdamMoments[] moments = moments(shape.trials());
    HostMatrix like = weights(s, shape, state);
    int length = like.values().length;
    Matrix mean = s.upload(new HostMatrix(new float[length], like.rows(), like.columns()));
    Matrix square = s.upload(new HostMatrix(new float[length], like.rows(), like.columns()));
    double[] m = new double[length];
    double[] v = new double[length];
    double[] gross = new double[length];
    for (int step = 1; step <= ADAM_STEPS; step++) {
      double scale = Math.pow(10, step % 4 - 2);
      HostMatrix g = s.matrix(like.rows(), like.columns(), state);
      for (int i = 0; i < length; i++) {
        g.values()[i] *= (float) scale;
      }
      Matrix gradient = s.upload(g);
      vectors(s).adam(gradient, mean, square, moments, step);
      double[] expected = new double[length];
      double[] allowed = new double[length];
      for (int i = 0; i < length; i++) {
        AdamMoments own = moments[like.trialOf(i, shape.trials())];
        double now = g.values()[i];
        m[i] = own.beta1() * m[i] + (1 - own.beta1()) * now;
        gross[i] = own.beta1() * gross[i] + (1 - own.beta1()) * Math.abs(now);
        v[i] = own.beta2() * v[i] + (1 - own.beta2()) * now * now;
        double unbias = 1 / (1 - StrictMath.pow(own.beta1(), step));
        double below = Math.sqrt(v[i] / (1 - StrictMath.pow(own.beta2(), step))) + own.epsilon();
        expected[i] = unbias * m[i] / below;
        allowed[i] = Rounding.single(16).of(unbias * gross[i] / below);
      }
      s.near(gradient, expected, allowed);
      s.near(mean, m, Arrays.stream(gross).map(Rounding.single(16)::of).toArray());
      s.near(square, v, Arrays.stream(v).map(Rounding.single(16)::of).toArray());
    }
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
