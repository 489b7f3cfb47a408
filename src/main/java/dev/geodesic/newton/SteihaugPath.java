package dev.geodesic.newton;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The path of preconditioned conjugate gradients from zero toward −H⁻¹g, on which Steihaug (1983)
 * puts the step of a trust region ‖d‖_M ≤ Δ: lengths in the norm of the preconditioner M grow along
 * it, so the step is where the path leaves the region. The path is kept, so that a smaller region
 * after a bad step costs no more products.
 */
final class SteihaugPath {
  /** Numbers that the directions of a path may take: 500 MB. */
  private static final long MOST_NUMBERS = 64_000_000;

  private static final int MOST_PIECES = 200;

  /**
   * A piece of the path.
   *
   * @param direction p
   * @param length α, or infinity where the curvature along p is not positive
   * @param slope −gradient of the model along p at its start
   * @param curvature pᵀHp
   * @param crossing xᵀMp of its start x
   * @param square pᵀMp
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(
      double[] direction,
      double length,
      double slope,
      double curvature,
      double crossing,
      double square) {}

  /**
   * A step.
   *
   * @param predicted decrease of the model, nats
   * @param norm ‖d‖_M; the radius where the path leaves the region
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Step(double[] direction, double predicted, double norm) {}

  private final List<Piece> pieces = new ArrayList<>();
  private final int dimension;

  private SteihaugPath(int dimension) {
    this.dimension = dimension;
  }

  /**
   * Follows the path until ‖residual‖ in the norm of M⁻¹ is this part of that of the gradient.
   *
   * @param hessian products by H
   */
  static SteihaugPath follow(
      double[] gradient,
      UnaryOperator<double[]> hessian,
      Preconditioner preconditioner,
      double tolerance) {
    SteihaugPath path = new SteihaugPath(gradient.length);
    double[] residual = gradient.clone();
    double[] z = preconditioner.solve(residual);
    double rz = Blas.dot(residual, z);
    double target = tolerance * tolerance * rz;
    double[] p = new double[gradient.length];
    Blas.add(-1, z, p);
    double crossing = 0;
    double square = rz;
    long most = Math.min(MOST_PIECES, Math.max(10, MOST_NUMBERS / gradient.length));
    while (path.pieces.size() < most && rz > target && rz > 0) {
      double[] product = hessian.apply(p);
      double curvature = Blas.dot(p, product);
      double alpha = curvature > 0 ? rz / curvature : Double.POSITIVE_INFINITY;
      path.pieces.add(new Piece(p.clone(), alpha, rz, curvature, crossing, square));
      if (alpha == Double.POSITIVE_INFINITY) {
        break;
      }
      Blas.add(alpha, product, residual);
      z = preconditioner.solve(residual);
      double next = Blas.dot(residual, z);
      double beta = next / rz;
      for (int i = 0; i < p.length; i++) {
        p[i] = beta * p[i] - z[i];
      }
      crossing = beta * (crossing + alpha * square);
      square = next + beta * beta * square;
      rz = next;
    }
    return path;
  }

  /** Returns the step of a region. */
  Step within(double radius) {
    double[] direction = new double[dimension];
    double predicted = 0;
    double normSquared = 0;
    for (Piece piece : pieces) {
      double alpha = piece.length();
      double then = normSquared + alpha * (2 * piece.crossing() + alpha * piece.square());
      boolean leaves = !(Math.sqrt(then) < radius);
      if (leaves) {
        if (radius == Double.POSITIVE_INFINITY) {
          // No curvature and no border: only as far as there was curvature.
          return new Step(direction, predicted, Math.sqrt(normSquared));
        }
        alpha = toBorder(piece, normSquared, radius);
        then = radius * radius;
      }
      Blas.add(alpha, piece.direction(), direction);
      predicted += alpha * piece.slope() - alpha * alpha * piece.curvature() / 2;
      normSquared = then;
      if (leaves) {
        return new Step(direction, predicted, radius);
      }
    }
    return new Step(direction, predicted, Math.sqrt(normSquared));
  }

  /** Returns τ ≥ 0 with ‖x + τp‖ = Δ, without cancellation. */
  private static double toBorder(Piece piece, double normSquared, double radius) {
    double missing = Math.max(0, radius * radius - normSquared);
    double b = piece.crossing();
    double root = Math.sqrt(b * b + piece.square() * missing);
    return missing / (b + root);
  }
}
