package dev.geodesic.optim;

import dev.geodesic.curvature.FisherSolver.Solution;
import dev.geodesic.curvature.KroneckerSolver;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Move;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.KroneckerFactored;
import java.io.IOException;
import java.util.List;

/** The natural gradient in Kronecker factors; see {@link KroneckerFactored}. */
final class KroneckerRule implements UpdateRule {
  private final Dampings dampings;
  private final KroneckerSolver solver;

  /** {@code weights} lend their shape alone. */
  KroneckerRule(List<KroneckerFactored> trials, Parameters weights, int steps) {
    this.dampings = Dampings.of(trials, KroneckerFactored::damping, steps);
    this.solver = new KroneckerSolver(trials.get(0), weights);
  }

  @Override
  public Proposal propose(ForwardPass pass, int step) {
    Solution solution = solver.solve(pass, dampings.at(step));
    return new Proposal(solution.direction(), solution.curvature());
  }

  @Override
  public boolean learns() {
    return dampings.learns();
  }

  @Override
  public void learn(ForwardPass pass, Move move, double[] factors, Effect effect) {
    dampings.learn(pass, move, factors, effect);
  }

  @Override
  public void retain(int[] kept) {
    dampings.retain(kept);
    solver.retain(kept);
  }

  @Override
  public void save(StateWriter out) throws IOException {
    dampings.save(out);
    solver.save(out);
  }

  @Override
  public void restore(StateReader in) throws IOException {
    dampings.restore(in);
    solver.restore(in);
  }

  @Override
  public void close() {
    solver.close();
  }
}
