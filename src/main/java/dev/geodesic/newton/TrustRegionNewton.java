package dev.geodesic.newton;

import dev.geodesic.newton.Problem.Point;
import dev.geodesic.newton.SteihaugPath.End;
import dev.geodesic.newton.SteihaugPath.Step;

/**
 * Newton's method with truncated conjugate gradients in a trust region (Steihaug 1983; Nocedal and
 * Wright 2006, chapters 4 and 7; Lin, Weng and Keerthi 2008 for logistic regression). In softmax
 * regression the Hessian is the Fisher matrix, so its steps are natural gradients, and the region
 * is their damping: unlike a multiple of the identity it asks for no solve anew when it changes,
 * because all of its steps lie on one path.
 *
 * <p>Lengths are in the norm of the preconditioner, which is near the Fisher matrix: half of a
 * length's square is about the divergence between the predictions before and after a step.
 */
public final class TrustRegionNewton {
  /** Conjugate gradients end at this part of the gradient: each step then gains two digits. */
  private static final double FORCING = 0.1;

  /** A step is taken if this part of the predicted decrease is real. */
  private static final double LEAST_GAIN = 1e-4;

  private static final double BAD = 0.25;
  private static final double GOOD = 0.75;

  /** Decreases below this part of the objective are lost in the rounding of its sums. */
  private static final double ROUNDING = 1e-13;

  private TrustRegionNewton() {}

  /** Minimises the objective. */
  public static Solution minimize(Problem problem) {
    FitHistory history = new FitHistory();
    Point point = problem.evaluate(problem.start());
    history.add(point, problem.passes());
    double target = problem.settings().tolerance() * point.gradientNorm();
    double radius = Double.POSITIVE_INFINITY;
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
              radius,
              FORCING);
      Move move = take(problem, here, path, radius);
      iterations++;
      point = move.point();
      radius = move.radius();
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

  /** A point reached, the region around it, and whether rounding forbids to go on. */
  private record Move(Point point, double radius, boolean isLast) {}

  /** Goes along the path, in smaller and smaller regions, until the objective falls. */
  private static Move take(Problem problem, Point from, SteihaugPath path, double radius) {
    double region = radius;
    while (true) {
      Step step = path.within(region);
      double[] at = from.at().clone();
      Blas.add(1, step.direction(), at);
      Point to = problem.evaluate(at);
      // Not "at most": what is not a number ends here, too.
      if (!(step.predicted() > ROUNDING * Math.abs(from.value()))) {
        // The gradient still tells which is better.
        boolean better = to.gradientNorm() < from.gradientNorm();
        return new Move(better ? to : from, region, true);
      }
      double gain = (from.value() - to.value()) / step.predicted();
      if (!(gain >= BAD)) {
        region = BAD * step.norm();
      } else if (gain > GOOD && step.end() == End.BORDER) {
        region = 2 * region;
      }
      if (gain > LEAST_GAIN) {
        return new Move(to, region, false);
      }
    }
  }
}
