package dev.geodesic.trial;

import java.io.Serializable;

/** Which samples are kept from training, to measure loss and accuracy on. */
public sealed interface Holdout extends Serializable {
  /** The spelling in a conf and in the results. */
  String confName();

  /** The data set's own test set. */
  record TestSet() implements Holdout {
    @Override
    public String confName() {
      return "test";
    }
  }

  /**
   * A part of the training set, drawn without replacement. The draw does not depend on a trial's
   * seed, so that all trials of a sweep share one split.
   *
   * @param fraction in (0, 1)
   */
  record Fraction(double fraction) implements Holdout {
    public Fraction {
      Require.fraction("holdout", Require.positive("holdout", fraction));
    }

    @Override
    public String confName() {
      return Double.toString(fraction);
    }
  }
}
