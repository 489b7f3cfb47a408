package dev.geodesic.model;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import java.util.stream.IntStream;

/** A step in which every trial takes one of two moves, as it would take it in a pack of its own. */
final class MixedMove implements Move {
  private final Move one;
  private final Move other;
  private final boolean[] takesOne;
  private final ForwardPass pass;

  /**
   * Mixes moves.
   *
   * @param pass of the step
   * @param takesOne for each trial, whether it takes {@code one}
   */
  MixedMove(ForwardPass pass, Move one, Move other, boolean[] takesOne) {
    this.pass = pass;
    this.one = one;
    this.other = other;
    this.takesOne = takesOne;
  }

  @Override
  public Effect effect(double[] factors) {
    Effect ofOne = one.effect(factors);
    Effect ofOther = other.effect(factors);
    return new Effect(
        mixed(ofOne.norms(), ofOther.norms()),
        mixed(ofOne.kl(), ofOther.kl()),
        mixed(ofOne.lossChange(), ofOther.lossChange()));
  }

  private Numbers mixed(Numbers ofOne, Numbers ofOther) {
    return Numbers.derived(
        () -> {
          double[] mixed = ofOther.get().clone();
          for (int t = 0; t < mixed.length; t++) {
            if (takesOne[t]) {
              mixed[t] = ofOne.get()[t];
            }
          }
          return mixed;
        });
  }

  @Override
  public Panel logitChange() {
    Panel mixed = pass.newPanel();
    pass.device().panels().copy(other.logitChange(), mixed);
    int[] ones = IntStream.range(0, takesOne.length).filter(t -> takesOne[t]).toArray();
    pass.device().panels().copyTrials(one.logitChange(), ones, mixed);
    return mixed;
  }

  @Override
  public void take(double[] factors) {
    double[] ofOne = factors.clone();
    double[] ofOther = factors.clone();
    for (int t = 0; t < factors.length; t++) {
      (takesOne[t] ? ofOther : ofOne)[t] = 0;
    }
    one.take(ofOne);
    other.take(ofOther);
  }
}
