package dev.geodesic.newton;

/**
 * The coordinates of the optimizer: coefficients of features that are divided by their standard
 * deviations, and, where there are intercepts, centered. The data themselves stay as they are. With
 * D the inverse deviations and μ the means, coefficients V and intercepts b there are A = DV and c
 * = b − μᵀA here. A constant feature has no coefficient.
 */
final class Coordinates {
  private final int features;
  private final int classes;
  private final boolean hasIntercept;
  private final double[] inverse;

  /** Zeros where there are no intercepts. */
  private final double[] mean;

  Coordinates(Moments moments, Settings settings) {
    features = moments.mean().length;
    classes = settings.classes();
    hasIntercept = settings.intercept() == Settings.Intercept.FITTED;
    mean = hasIntercept ? moments.mean() : new double[features];
    inverse = moments.deviations();
    for (int j = 0; j < features; j++) {
      inverse[j] = inverse[j] > 0 ? 1 / inverse[j] : 0;
    }
  }

  /** Returns A and c. */
  double[] toData(double[] scaled) {
    double[] out = new double[scaled.length];
    int intercept = features * classes;
    System.arraycopy(scaled, intercept, out, intercept, classes);
    for (int j = 0; j < features; j++) {
      for (int k = 0; k < classes; k++) {
        double a = inverse[j] * scaled[j * classes + k];
        out[j * classes + k] = a;
        out[intercept + k] -= mean[j] * a;
      }
    }
    return out;
  }

  /** The transpose of {@link #toData}: turns a gradient by A and c into one by V and b. */
  double[] toScaled(double[] gradient) {
    double[] out = new double[gradient.length];
    int intercept = features * classes;
    for (int j = 0; j < features; j++) {
      for (int k = 0; k < classes; k++) {
        out[j * classes + k] =
            inverse[j] * (gradient[j * classes + k] - mean[j] * gradient[intercept + k]);
      }
    }
    if (hasIntercept) {
      System.arraycopy(gradient, intercept, out, intercept, classes);
    }
    return out;
  }

  /** Returns the penalty's factor of each feature: of V², or of A² where that is what counts. */
  double[] penalties(Settings settings) {
    double[] penalties = new double[features];
    for (int j = 0; j < features; j++) {
      double factor =
          settings.penalized() == Settings.Penalized.SCALED ? 1 : inverse[j] * inverse[j];
      penalties[j] = settings.regularization() * factor;
    }
    return penalties;
  }

  /** Returns the mean squares of the scaled features. */
  double[] squares(Moments moments) {
    double[] squares = new double[features];
    for (int j = 0; j < features; j++) {
      squares[j] = inverse[j] * inverse[j] * meanSquare(moments, j);
    }
    return squares;
  }

  private double meanSquare(Moments moments, int feature) {
    double distance = moments.mean()[feature] - mean[feature];
    return moments.squares()[feature] / moments.weight() + distance * distance;
  }

  /**
   * Returns the second moment of the scaled features, {@code [features, features]}, lower triangle,
   * from that of a sample. What the sample lacks on the diagonal is added from all rows, so that a
   * feature that is always 0 in the sample counts.
   */
  double[] secondMoment(SecondMoments sample, Moments moments) {
    double[] gram = sample.gram().clone();
    for (int i = 0; i < features; i++) {
      double exact = meanSquare(moments, i);
      for (int j = 0; j <= i; j++) {
        double raw =
            gram[i * features + j]
                - sample.sum()[i] * mean[j]
                - sample.sum()[j] * mean[i]
                + sample.weight() * mean[i] * mean[j];
        double moment = sample.weight() > 0 ? raw / sample.weight() : 0;
        gram[i * features + j] =
            inverse[i] * inverse[j] * (i == j ? Math.max(moment, exact) : moment);
      }
    }
    return gram;
  }
}
