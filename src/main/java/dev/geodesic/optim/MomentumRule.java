package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.Momentum;
import java.io.IOException;
import java.util.List;

/** Keeps a velocity v ← μv + g; its direction is v, or g + μv by Nesterov; see {@link Momentum}. */
final class MomentumRule implements UpdateRule {
  private List<Momentum> trials;
  private Parameters velocity;

  /** Creates the rule; of {@code weights} only the shape is used. */
  MomentumRule(List<Momentum> trials, Parameters weights) {
    this.trials = trials;
    this.velocity = weights.zeros();
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    double[] momenta = trials.stream().mapToDouble(Momentum::momentum).toArray();
    Parameters gradient = pass.pullback(pass.lossCotangent());
    velocity.scale(momenta);
    velocity.add(Trials.all(1, momenta.length), gradient);
    if (!trials.get(0).isNesterov()) {
      return new Proposal(new Direction.ParameterSpace(velocity), null);
    }
    gradient.add(momenta, velocity);
    return new Proposal(new Direction.ParameterSpace(gradient), null);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    velocity = velocity.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    velocity.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    velocity.restore(in);
  }

  @Override
  public void close() {
    velocity.close();
  }
}
