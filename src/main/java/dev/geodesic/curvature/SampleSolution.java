package dev.geodesic.curvature;

import dev.geodesic.device.Panel;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The directions JᵀM of a pack, held as their cotangents M, as one trial after another is solved.
 */
final class SampleSolution {
  private final ForwardPass pass;
  private final Panel cotangent;
  private final double[] squaredLengths;

  /** What was found about each trial; null while the trial has no solution. */
  private final @Nullable Curvature[] curvature;

  /** No trial has a solution at first. */
  SampleSolution(ForwardPass pass) {
    this.pass = pass;
    this.cotangent = pass.newPanel();
    this.squaredLengths = new double[pass.trials()];
    this.curvature = new Curvature[pass.trials()];
  }

  /** Returns the trials without a solution. */
  int[] open() {
    return IntStream.range(0, curvature.length).filter(t -> curvature[t] == null).toArray();
  }

  /**
   * Takes the solutions of some trials.
   *
   * @param cotangents M, {@code [batch, trials, classes]}
   * @param squares ‖JᵀM‖² of each trial of the pack
   * @param found what was found about a trial
   */
  void take(int[] trials, Panel cotangents, double[] squares, IntFunction<Curvature> found) {
    pass.device().panels().copyTrials(cotangents, trials, cotangent);
    for (int t : trials) {
      squaredLengths[t] = squares[t];
      curvature[t] = found.apply(t);
    }
  }

  /**
   * Solves the Gram systems of the trials without a solution; those that are left as they were stay
   * without one.
   *
   * @param trials how to invert the Fisher matrix of each trial of the pack
   */
  void solveByGram(FisherFactors factors, List<Inversion> trials, Inverse.Way way) {
    factors.forEachGram(
        open(),
        systems -> {
          Inverse inverse = new Inverse(systems, trials);
          @Nullable Curvature[] found = way.invert(inverse);
          if (Arrays.stream(found).allMatch(Objects::isNull)) {
            return;
          }
          factors.cotangent(systems, cotangent);
          double[] squares = factors.squaredLengths(systems, inverse.damping());
          for (int i = 0; i < found.length; i++) {
            squaredLengths[systems.trial(i)] = squares[i];
            curvature[systems.trial(i)] = found[i];
          }
        });
  }

  Pullback pullback() {
    return Pullback.of(pass, cotangent, squaredLengths);
  }

  /** Returns what was found about each trial, all of which must have a solution. */
  List<Curvature> curvature() {
    return Arrays.stream(curvature).map(Objects::requireNonNull).toList();
  }
}
