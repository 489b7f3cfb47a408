package dev.geodesic.optim;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Move;

/**
 * The change of the batch loss that a step of −f·d should bring, −f·gᵀd + ½f²·dᵀ(F + λI)d. F is the
 * exact Fisher matrix, the loss's own curvature, whichever matrix the direction was found with.
 *
 * @param slopes gᵀd of each trial
 * @param curvatures B·dᵀFd of each trial
 * @param batch B
 */
record QuadraticModel(Numbers slopes, Numbers curvatures, int batch) {
  static QuadraticModel of(ForwardPass pass, Move move) {
    Panel change = move.logitChange();
    Panel product = pass.newPanel();
    pass.device().softmax().covariance(pass.probabilities(), change, product);
    return new QuadraticModel(
        pass.device().panels().dot(pass.lossCotangent(), change),
        pass.device().panels().dot(product, change),
        pass.batch());
  }

  /**
   * Returns the change for one trial.
   *
   * @param factor f
   * @param lambda λ
   * @param norm ‖f·d‖
   */
  double change(int trial, double factor, double lambda, double norm) {
    return -factor * slopes.get()[trial]
        + factor * factor * curvatures.get()[trial] / batch / 2
        + lambda * norm * norm / 2;
  }
}
