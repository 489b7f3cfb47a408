package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** How a hyperparameter goes down from its first value while a trial trains. */
public enum Decay implements ConfName {
  /** Stays. */
  CONSTANT {
    @Override
    double factor(double progress) {
      return 1;
    }
  },
  /** In a straight line towards 0. */
  LINEAR {
    @Override
    double factor(double progress) {
      return 1 - progress;
    }
  },
  /** Along half a cosine towards 0 (Loshchilov and Hutter 2017, eq. 5, without restarts). */
  COSINE {
    @Override
    double factor(double progress) {
      return (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
  };

  /** What is left when {@code progress}, in [0, 1), of the way is behind. */
  abstract double factor(double progress);

  /** What is left at step {@code step} of {@code steps}, counted from 1; never 0. */
  public double factor(int step, int steps) {
    return factor((step - 1.0) / steps);
  }
}
