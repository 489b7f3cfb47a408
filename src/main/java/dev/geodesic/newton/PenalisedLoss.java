package dev.geodesic.newton;

import org.jspecify.annotations.Nullable;

/**
 * The penalised mean loss in the coordinates of the optimizer, which {@link Coordinates} defines:
 * f(V, b) = Σ weight · loss / Σ weight + ½ Σ penalty · V².
 */
public final class PenalisedLoss {
  /** Numbers that the factors of the Kronecker preconditioner may take: 200 MB. */
  private static final double MOST_NUMBERS = 2.5e7;

  private final Data data;
  private final Moments moments;
  private final Settings settings;
  private final Coordinates scaling;
  private final double[] penalties;

  /** Null where features are too many for it. */
  private final double @Nullable [] secondMoment;

  private int passes;

  /**
   * @param sample of the rows, for the preconditioner; null where {@link #wantsSample} says no
   */
  public PenalisedLoss(
      Data data, Moments moments, Settings settings, @Nullable SecondMoments sample) {
    this.data = data;
    this.moments = moments;
    this.settings = settings;
    this.scaling = new Coordinates(moments, settings);
    this.penalties = scaling.penalties(settings);
    this.secondMoment = sample == null ? null : scaling.secondMoment(sample, moments);
  }

  /** Whether the Kronecker preconditioner fits, which needs the second moment of the features. */
  public static boolean wantsSample(int features, int classes) {
    return (double) features * features * classes <= MOST_NUMBERS;
  }

  /** Returns how many rows make a second moment that is near enough: some for each feature. */
  public static long sampleRows(int features) {
    return 40L * features + 1000;
  }

  /**
   * A point and what one pass finds there.
   *
   * @param value of the objective, nats
   * @param gradient of the objective
   * @param sums over the rows
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Point(double[] at, double[] inData, double value, double[] gradient, Evaluation sums) {
    double gradientNorm() {
      return Math.sqrt(Blas.dot(gradient, gradient));
    }
  }

  /** Starts at the classes' shares, where there are intercepts to hold them, and else at zero. */
  double[] start() {
    double[] start = new double[(penalties.length + 1) * settings.classes()];
    if (settings.intercept() == Settings.Intercept.FITTED) {
      int from = penalties.length * settings.classes();
      double mean = 0;
      for (int k = 0; k < settings.classes(); k++) {
        double share =
            k < moments.classWeights().length ? moments.classWeights()[k] / moments.weight() : 0;
        // A class without rows has its intercept at minus infinity: begin nearer.
        start[from + k] = Math.log(share + 1e-6);
        mean += start[from + k] / settings.classes();
      }
      for (int k = 0; k < settings.classes(); k++) {
        start[from + k] -= mean;
      }
    }
    return start;
  }

  Point evaluate(double[] at) {
    passes++;
    double[] inData = scaling.toData(at);
    Evaluation sums = data.evaluate(inData);
    double[] gradient = scaling.toScaled(sums.gradient);
    double penalty = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = gradient[i] / moments.weight() + penalty(i) * at[i];
      penalty += penalty(i) * at[i] * at[i];
    }
    return new Point(at, inData, sums.loss / moments.weight() + penalty / 2, gradient, sums);
  }

  /** Returns the Hessian at a point times a direction. */
  double[] product(Point point, double[] direction) {
    passes++;
    double[] product = scaling.toScaled(data.product(point.inData(), scaling.toData(direction)));
    for (int i = 0; i < product.length; i++) {
      product[i] = product[i] / moments.weight() + penalty(i) * direction[i];
    }
    return product;
  }

  private double penalty(int i) {
    int feature = i / settings.classes();
    return feature < penalties.length ? penalties[feature] : 0;
  }

  Preconditioner preconditioner(Point point) {
    int classes = settings.classes();
    double[][] covariance = new double[classes][classes];
    double[] diagonal = new double[classes];
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        double mean = i == j ? point.sums().probability[i] : 0;
        covariance[i][j] = (mean - point.sums().secondMoment[i * classes + j]) / moments.weight();
      }
      diagonal[i] = covariance[i][i];
    }
    return secondMoment == null
        ? new DiagonalPreconditioner(diagonal, scaling.squares(moments), penalties)
        : new KroneckerPreconditioner(covariance, secondMoment, penalties);
  }

  /**
   * Returns the coefficients at a point, less their mean over the classes, of which the predictions
   * know nothing: without a penalty that makes them unique, with one it makes it no greater.
   */
  double[] centered(Point point) {
    double[] centered = point.inData().clone();
    int classes = settings.classes();
    for (int from = 0; from < centered.length; from += classes) {
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += centered[from + k] / classes;
      }
      for (int k = 0; k < classes; k++) {
        centered[from + k] -= mean;
      }
    }
    return centered;
  }

  Settings settings() {
    return settings;
  }

  /** Passes over the data so far. */
  int passes() {
    return passes;
  }
}
