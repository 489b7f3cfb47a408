package dev.geodesic.trial;

import dev.geodesic.parameter.ConfName;

/** How a hyperparameter goes down from its first value while a trial trains. */
public enum Decay implements ConfName {
  /** The value stays the same. */
  CONSTANT {
    @Override
    double factor(double progress) {
      return 1;
    }
  },
  /** The value goes down in a straight line towards 0. */
  LINEAR {
    @Override
    double factor(double progress) {
      return 1 - progress;
    }
  },
  /** Half a cosine towards 0 (Loshchilov and Hutter 2017, eq. 5, without restarts). */
  COSINE {
    @Override
    double factor(double progress) {
      return (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
  };

  /** Returns the factor on the first value after a share {@code progress} in [0, 1) of the way. */
  abstract double factor(double progress);

  /** Returns the factor, in (0, 1], at step {@code step} of {@code steps}, counted from 1. */
  public double factor(int step, int steps) {
    return factor((step - 1.0) / steps);
  }
}
