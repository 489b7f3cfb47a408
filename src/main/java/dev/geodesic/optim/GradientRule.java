package dev.geodesic.optim;

import dev.geodesic.curvature.CrossCheck;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import org.jspecify.annotations.Nullable;

/** Takes the gradient itself as the direction (Robbins and Monro 1951). */
final class GradientRule implements UpdateRule {
  @Override
  public Proposal propose(ForwardPass pass, int step) {
    return new Proposal(new Direction.SampleSpace(pass.lossCotangent()), null);
  }

  @Override
  public double @Nullable [] crossCheck(ForwardPass pass, Proposal proposal) {
    return CrossCheck.ofGradient(pass, proposal.direction());
  }

  @Override
  public void retain(int[] kept) {}
}
