package dev.geodesic.optim;

import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.Sgd;
import java.util.List;

/** W ← W − lr·g (Robbins and Monro 1951). */
final class GradientDescent implements Optimizer {
  private List<Sgd> trials;

  GradientDescent(List<Sgd> trials) {
    this.trials = trials;
  }

  @Override
  public Step step(ForwardPass pass) {
    double[] learningRates = trials.stream().mapToDouble(Sgd::learningRate).toArray();
    return new Step(new Direction.SampleSpace(pass.lossCotangent(learningRates)), null);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
  }
}
