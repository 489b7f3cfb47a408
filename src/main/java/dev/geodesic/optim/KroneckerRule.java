package dev.geodesic.optim;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.KroneckerSolver;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.KroneckerFactored;
import java.io.IOException;
import java.util.List;

/** The natural gradient by Kronecker factors of each layer; see {@link KroneckerFactored}. */
final class KroneckerRule extends DampedRule {
  private final KroneckerSolver solver;

  /** Creates the rule; of {@code weights} only the shape is used. */
  KroneckerRule(List<KroneckerFactored> trials, Parameters weights, int steps) {
    super(Dampings.of(trials, KroneckerFactored::damping, steps));
    this.solver = new KroneckerSolver(trials.get(0), weights);
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    Solution solution = solver.solve(pass, damping(step));
    return new Proposal(solution.direction(), solution.curvature());
  }

  @Override
  public void retain(int[] kept) {
    super.retain(kept);
    solver.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    super.save(out);
    solver.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    super.restore(in);
    solver.restore(in);
  }

  @Override
  public void close() {
    solver.close();
  }
}
