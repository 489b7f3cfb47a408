package dev.geodesic.curvature;

import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.FisherKernels.Factors;
import dev.geodesic.device.Panel;
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
 * Works on the Gram matrix G = AᵀA of F = AAᵀ, of order B(C − 1) whatever the number of weights.
 * With g = Au, h(F)g = A h(G) u for every h: the same truncation, and G is inverted once, not
 * twice.
 */
final class GramSolver implements FisherSolver {
  private final Fisher fisher;

  GramSolver(Fisher fisher) {
    this.fisher = fisher;
  }

  @Override
  public Solution solve(ForwardPass pass, List<NaturalGradient> trials) {
    FisherKernels kernels = pass.device().fisher();
    Factors factors = kernels.factor(pass.probabilities(), pass.labels(), fisher);
    Panel cotangent = pass.newPanel();
    List<Curvature> curvature = new ArrayList<>();
    for (int t = 0; t < trials.size(); t++) {
      SymmetricSystem system = kernels.gram(pass.sampleGram(), factors, t);
      curvature.add(truncate(system, trials.get(t)));
      kernels.cotangent(factors, system, t, cotangent);
    }
    return new Solution(new Direction.SampleSpace(cotangent), curvature);
  }

  /** Solves a Gram system through its eigenvalues. */
  static Curvature truncate(SymmetricSystem system, NaturalGradient trial) {
    Spectrum spectrum =
        system.solveTruncated(
            trial.reltolInForce(trial.damping().initial()), trial.damping().initial());
    return new Curvature(SolverPath.GRAM, spectrum.rank(), spectrum.largest(), 0, null);
  }
}
