package dev.geodesic.curvature;

import dev.geodesic.device.Panel;
import dev.geodesic.device.SymmetricSystem;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Parameters;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.SolverPath;
import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SPRING's direction d = A(G + λI)⁻¹(u − μAᵀd′) + μd′, d′ the last one (Goldshlager, Abrahamsen and
 * Lin 2024, eq. 26, with the Fisher matrix AAᵀ of a batch in place of theirs).
 */
public final class SpringSolver {
  private SpringSolver() {}

  /**
   * One step of a pack.
   *
   * @param last d′, replaced by d
   * @param momentum μ of each trial
   * @param damping λ of each trial
   */
  public static List<Curvature> solve(
      ForwardPass pass, Parameters last, double[] momentum, double[] damping) {
    double[] uncapped = new double[pass.trials()];
    Arrays.fill(uncapped, StepSize.OFF);
    FisherFactors factors = pass.factor(Fisher.EXACT, uncapped);
    factors.subtractProjection(momentum, last);
    Panel cotangent = pass.newPanel();
    List<Curvature> curvature = new ArrayList<>();
    double[] squaredLengths = new double[damping.length];
    for (int t = 0; t < damping.length; t++) {
      pass.checkInterruption();
      SymmetricSystem system = factors.gram(t);
      Inversion inversion = new Inversion(0, damping[t], StepSize.OFF);
      double largest = Inverse.largestEigenvalue(system);
      curvature.add(Inverse.cheapest(system, inversion, largest, SolverPath.GRAM));
      factors.cotangent(system, t, cotangent);
      squaredLengths[t] = factors.squaredLength(system, t, damping[t]);
    }
    last.scale(momentum);
    Pullback change = Pullback.of(pass, cotangent, squaredLengths);
    change.addTo(last);
    return change.withRounding(curvature);
  }
}
