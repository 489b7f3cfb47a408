package dev.geodesic.model;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.SoftmaxKernels.Shift;

/**
 * The changes that a step makes, one entry a trial.
 *
 * @param norms Euclidean length of the change of the weights
 * @param kl mean over the batch of KL(before‖after) of the predictions, nats
 * @param lossChange mean cross-entropy of the batch after the step, minus before, nats a sample
 */
public record Effect(Numbers norms, Numbers kl, Numbers lossChange) {
  /** Returns the effect of a step of {@code factors} times a direction with these norms. */
  static Effect of(Numbers norms, double[] factors, Shift shift) {
    double[] sizes = factors.clone();
    Numbers lengths =
        Numbers.derived(
            () -> {
              double[] all = norms.get().clone();
              for (int t = 0; t < all.length; t++) {
                all[t] *= Math.abs(sizes[t]);
              }
              return all;
            });
    return new Effect(lengths, shift.kl(), shift.lossChange());
  }
}
