package dev.geodesic.optim;

import dev.geodesic.curvature.SpringSolver;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Spring;
import java.io.IOException;
import java.util.List;

/** The damped natural gradient that remembers its last direction; see {@link Spring}. */
final class SpringRule extends DampedRule {
  private List<Spring> trials;
  private Parameters direction;

  /** Creates the rule; of {@code weights} only the shape is used. */
  SpringRule(List<Spring> trials, Parameters weights, int steps) {
    super(Dampings.of(trials, Spring::damping, steps));
    this.trials = trials;
    this.direction = weights.zeros();
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    double[] momenta = trials.stream().mapToDouble(Spring::momentum).toArray();
    List<Curvature> curvature = SpringSolver.solve(pass, direction, momenta, damping(step));
    return new Proposal(new Direction.ParameterSpace(direction), curvature);
  }

  @Override
  public void retain(int[] kept) {
    trials = Trials.select(trials, kept);
    super.retain(kept);
    direction = direction.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    super.save(out);
    direction.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    super.restore(in);
    direction.restore(in);
  }

  @Override
  public void close() {
    direction.close();
  }
}
