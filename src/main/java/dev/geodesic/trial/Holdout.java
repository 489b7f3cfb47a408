package dev.geodesic.trial;

import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Given;
import dev.geodesic.parameter.Require;
import java.io.Serializable;
import java.math.BigDecimal;

/** Which samples are kept from training, to measure loss and accuracy on. */
public sealed interface Holdout extends Serializable {
  /** The domain of all holdouts. */
  Domain<Holdout> DOMAIN = new Choices();

  /** The spelling in a conf and in the results. */
  String confName();

  /** The data set's own test set. */
  record TestSet() implements Holdout {
    private static final String NAME = "test";

    @Override
    public String confName() {
      return NAME;
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

  /** The domain of all holdouts: {@code test}, or a fraction. */
  final class Choices implements Domain<Holdout> {
    private Choices() {}

    @Override
    public Holdout read(Given given) {
      if (given.text().orElse("").equals(TestSet.NAME)) {
        return new TestSet();
      }
      return Domains.decimal(given)
          .map(BigDecimal::doubleValue)
          .filter(fraction -> fraction > 0 && fraction < 1)
          .<Holdout>map(Fraction::new)
          .orElseThrow(() -> given.refuse("test, or a fraction of the training set in (0, 1)"));
    }

    @Override
    public Class<?> storedType() {
      return String.class;
    }

    @Override
    public Object stored(Holdout value) {
      return value.confName();
    }
  }
}
