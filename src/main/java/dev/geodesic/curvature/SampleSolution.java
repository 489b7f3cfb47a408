package dev.geodesic.curvature;

import dev.geodesic.device.Numbers;
import dev.geodesic.device.Panel;
import dev.geodesic.model.FisherFactors;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.trial.CurvePoint.Curvature;
import java.util.ArrayList;
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
  private final double[] parts;
  private final double[] squares;

  /** Whether a trial's cotangents have been measured; see {@link Cotangents}. */
  private final boolean[] isMeasured;

  private final List<Solved> solvedByGram = new ArrayList<>();

  /** What was found about each trial; null while the trial has no solution. */
  private final @Nullable Curvature[] curvature;

  /** No trial has a solution at first. */
  SampleSolution(ForwardPass pass) {
    this.pass = pass;
    this.cotangent = pass.newPanel();
    this.squaredLengths = new double[pass.trials()];
    this.parts = new double[pass.trials()];
    this.squares = new double[pass.trials()];
    this.isMeasured = new boolean[pass.trials()];
    this.curvature = new Curvature[pass.trials()];
  }

  /** Returns the trials without a solution. */
  int[] open() {
    return IntStream.range(0, curvature.length).filter(t -> curvature[t] == null).toArray();
  }

  /** ‖JᵀM‖² of some trials, on their way. */
  private record Solved(int[] trials, Numbers squaredLengths) {}

  /**
   * Takes the solutions of some trials.
   *
   * @param cotangents of all trials of the pack
   * @param found what was found about a trial
   */
  void take(int[] trials, Cotangents cotangents, IntFunction<Curvature> found) {
    pass.device().panels().copyTrials(cotangents.panel(), trials, cotangent);
    for (int t : trials) {
      squaredLengths[t] = cotangents.squaredLengths().get()[t];
      parts[t] = cotangents.parts().get()[t];
      squares[t] = cotangents.squares().get()[t];
      isMeasured[t] = true;
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
          int[] solved = new int[found.length];
          for (int i = 0; i < found.length; i++) {
            solved[i] = systems.trial(i);
            curvature[solved[i]] = found[i];
          }
          solvedByGram.add(new Solved(solved, factors.squaredLengths(systems, inverse.damping())));
        });
  }

  Pullback pullback() {
    measure();
    return Pullback.of(pass, cotangent, squaredLengths, parts, squares);
  }

  /** Measures the cotangents of the Gram systems, all at once. */
  private void measure() {
    if (solvedByGram.isEmpty()) {
      return;
    }
    Numbers allParts = pass.partSquares(cotangent);
    Numbers allSquares = pass.device().panels().dot(cotangent, cotangent);
    for (Solved some : solvedByGram) {
      for (int i = 0; i < some.trials().length; i++) {
        int t = some.trials()[i];
        if (!isMeasured[t]) {
          squaredLengths[t] = some.squaredLengths().get()[i];
          parts[t] = allParts.get()[t];
          squares[t] = allSquares.get()[t];
        }
      }
    }
  }

  /** Returns what was found about each trial, all of which must have a solution. */
  List<Curvature> curvature() {
    return Arrays.stream(curvature).map(Objects::requireNonNull).toList();
  }
}
