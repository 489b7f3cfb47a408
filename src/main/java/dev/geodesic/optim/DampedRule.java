package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Effect;
import java.io.IOException;

/** A rule with a damping λ for each trial, which may adapt to the effect of its steps. */
abstract class DampedRule implements UpdateRule {
  private final Dampings dampings;

  DampedRule(Dampings dampings) {
    this.dampings = dampings;
  }

  /** λ of each trial at step {@code step}, counted from 1. */
  final double[] damping(int step) {
    return dampings.at(step);
  }

  @Override
  public final boolean learns() {
    return dampings.learns();
  }

  @Override
  public final void learn(QuadraticModel model, double[] factors, Effect effect) {
    dampings.learn(model, factors, effect);
  }

  @Override
  public void retain(int[] kept) {
    dampings.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    dampings.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    dampings.restore(in);
  }
}
