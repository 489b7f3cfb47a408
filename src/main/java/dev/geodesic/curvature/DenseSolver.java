package dev.geodesic.curvature;

import dev.geodesic.device.Device;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.device.SymmetricSystem.Spectrum;
import dev.geodesic.model.Direction;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.SolverPath;
import java.util.ArrayList;
import java.util.List;

/**
 * Forms the P × P Fisher matrix and truncates its spectrum, as the experiment of 2018 did: O(P³),
 * and the reference that every other solver is held to. Where a batch spans more directions than
 * there are weights it is also the fastest.
 */
final class DenseSolver implements FisherSolver {
  private final Fisher fisher;

  DenseSolver(Fisher fisher) {
    this.fisher = fisher;
  }

  @Override
  public Solution solve(ForwardPass pass, List<NaturalGradient> trials) {
    Device device = pass.device();
    Factors factors = device.fisher().factor(pass.probabilities(), pass.labels(), fisher);
    int features = pass.samples().columns();
    int classes = pass.probabilities().classes();
    float[] change = new float[features * classes * trials.size()];
    List<Curvature> curvature = new ArrayList<>();
    for (int t = 0; t < trials.size(); t++) {
      NaturalGradient trial = trials.get(t);
      SymmetricSystem system = device.fisher().dense(pass.samples(), factors, t);
      Spectrum spectrum =
          system.solveTruncated(
              trial.reltolInForce(trial.damping().initial()), trial.damping().initial());
      double[] direction = system.vector();
      for (int i = 0; i < direction.length; i++) {
        change[(i / classes * trials.size() + t) * classes + i % classes] = (float) direction[i];
      }
      curvature.add(new Curvature(SolverPath.DENSE, spectrum.rank(), spectrum.largest(), 0, null));
    }
    return new Solution(
        new Direction.ParameterSpace(device.upload(change, features, classes * trials.size())),
        curvature);
  }
}
