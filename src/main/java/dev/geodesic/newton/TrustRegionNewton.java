package dev.geodesic.newton;

import dev.geodesic.newton.PenalisedLoss.Point;
import dev.geodesic.newton.SteihaugPath.Step;

/**
 * Newton's method with truncated conjugate gradients in a trust region (Steihaug 1983; Nocedal and
 * Wright 2006, chapters 4 and 7; Lin, Weng and Keerthi 2008 for logistic regression). In softmax
 * regression the Hessian is the Fisher matrix, so its steps are natural gradients, and the region
 * is their damping: unlike a multiple of the identity it asks for no solve anew when it changes,
 * because all of its steps lie on one path. Each iteration begins without a border, and draws one
 * in when a step is refused. To carry the radius over, as textbooks do, took a quarter more passes
 * on MNIST: the region was narrow for long after a single bad step.
 *
 * <p>Lengths are in the norm of the preconditioner, which is near the Fisher matrix: half of a
 * length's square is about the divergence between the predictions before and after a step.
 */
public final class TrustRegionNewton {
  /**
   * Conjugate gradients end at this part of the gradient. On MNIST half takes the fewest passes:
   * far from the optimum the model is not worth more, and near it a step still gains a digit of the
   * objective in some three passes.
   */
  private static final double FORCING = 0.5;

  /** A step is taken if this part of the predicted decrease is real. */
  private static final double LEAST_GAIN = 1e-4;

  /** A refused step's region shrinks to between a quarter and a half of it (Lin and Moré 1999). */
  private static final double LEAST_SHRINKING = 0.25;

  private static final double MOST_SHRINKING = 0.5;

  /** Decreases below this part of the objective are lost in the rounding of its sums. */
  private static final double ROUNDING = 1e-13;

  private TrustRegionNewton() {}

  /** Minimises the objective. */
  public static Solution minimize(PenalisedLoss problem) {
    FitHistory history = new FitHistory();
    Point point = problem.evaluate(problem.start());
    history.add(point, problem.passes());
    double target = problem.settings().tolerance() * point.gradientNorm();
    int iterations = 0;
    Solution.End end = Solution.End.ITERATIONS;
    while (iterations < problem.settings().iterations()) {
      if (point.gradientNorm() <= target) {
        end = Solution.End.GRADIENT;
        break;
      }
      Point here = point;
      SteihaugPath path =
          SteihaugPath.follow(
              here.gradient(),
              direction -> problem.product(here, direction),
              problem.preconditioner(here),
              FORCING);
      Move move = take(problem, here, path);
      iterations++;
      point = move.point();
      history.add(point, problem.passes());
      if (move.isLast()) {
        end = Solution.End.ROUNDING;
        break;
      }
    }
    if (end == Solution.End.ITERATIONS && point.gradientNorm() <= target) {
      end = Solution.End.GRADIENT;
    }
    return new Solution(problem.centered(point), history.summary(iterations, end));
  }

  /** A point reached, and whether rounding forbids to go on. */
  private record Move(Point point, boolean isLast) {}

  /** Goes along the path, in smaller and smaller regions, until the objective falls. */
  private static Move take(PenalisedLoss problem, Point from, SteihaugPath path) {
    double region = Double.POSITIVE_INFINITY;
    while (true) {
      Step step = path.within(region);
      double[] at = from.at().clone();
      Blas.add(1, step.direction(), at);
      Point to = problem.evaluate(at);
      // Not "at most": what is not a number ends here, too.
      if (!(step.predicted() > ROUNDING * Math.abs(from.value()))) {
        // The gradient still tells which is better.
        boolean better = to.gradientNorm() < from.gradientNorm();
        return new Move(better ? to : from, true);
      }
      double gain = (from.value() - to.value()) / step.predicted();
      if (gain > LEAST_GAIN) {
        return new Move(to, false);
      }
      double share = suggested(from, to, step);
      // Not a number where the objective overflowed.
      region =
          step.norm()
              * (share > LEAST_SHRINKING ? Math.min(share, MOST_SHRINKING) : LEAST_SHRINKING);
    }
  }

  /** Returns the share of a step at which the parabola through both ends is least. */
  private static double suggested(Point from, Point to, Step step) {
    double slope = Blas.dot(from.gradient(), step.direction());
    return -slope / (2 * (to.value() - from.value() - slope));
  }
}
