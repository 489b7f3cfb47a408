package dev.geodesic.curvature;

import dev.geodesic.trial.StepSize;
import java.util.ArrayList;
import java.util.List;

/**
 * What h(F)g may be, given that a solver knows F but for rounding: where an eigenvalue sits at the
 * cut-off, with its direction or without; and how far rounding alone may take a right answer away.
 */
final class Expectation {
  /** What any solver's float64 F or G is off by, beside its largest eigenvalue. */
  private static final double ROUNDING = 2e-14;

  /** An eigenvalue this near to the cut-off, relative to the largest, may fall on either side. */
  private static final double DOUBT = 1e-13;

  private final double[] certain;
  private final List<double[]> doubtful = new ArrayList<>();
  private final int rank;
  private final double gap;
  private final double error;

  Expectation(ReferenceFisher fisher, double reltol, double damping) {
    this(fisher, new Inversion(reltol, damping, StepSize.OFF));
  }

  Expectation(ReferenceFisher fisher, Inversion inversion) {
    double[] eigenvalues = fisher.eigen().values();
    double largest = eigenvalues[fisher.parameters - 1];
    double damping = inversion.damping();
    double reltol = inversion.cutoff(largest);
    boolean all = reltol == 0;
    double lowestKept = Double.POSITIVE_INFINITY;
    double highestDropped = 0;
    double uncertain = 0;
    int kept = 0;
    certain = new double[fisher.parameters];
    for (int k = 0; k < fisher.parameters; k++) {
      double relative = eigenvalues[k] / largest;
      double[] part = fisher.gradientAlong(k, 1 / (Math.max(0, eigenvalues[k]) + damping));
      if (!all && Math.abs(relative - reltol) <= DOUBT + 1e-9 * reltol) {
        doubtful.add(part);
        uncertain += ROUNDING / relative * ReferenceFisher.norm(part);
      } else if (all || relative > reltol) {
        kept++;
        lowestKept = Math.min(lowestKept, Math.max(0, relative));
        ReferenceFisher.addScaled(certain, 1, part);
      } else {
        highestDropped = Math.max(highestDropped, relative);
      }
    }
    rank = kept;
    gap = all ? 1 : lowestKept - highestDropped;
    error = uncertain + error(fisher, largest, lowestKept + damping / largest);
  }

  /**
   * First-order perturbation: of what is kept by the smallest of it; of what cancels in the
   * gradient, which a Gram matrix sees through the root of that; and, as the eigenvectors on the
   * two sides of the cut turn into each other, by the gap between them.
   */
  private double error(ReferenceFisher fisher, double largest, double lowest) {
    if (fisher.gross == 0 || rank == 0) {
      return 0;
    }
    double longest = fisher.gross / (lowest * largest);
    double turned = gap < 1 ? longest / gap : 0;
    return ROUNDING * (length() / lowest + longest / Math.sqrt(Math.min(1, lowest)) + turned);
  }

  /** The direction, where nothing is in doubt. */
  double[] direction() {
    return certain;
  }

  /** How long it is. */
  double length() {
    return ReferenceFisher.norm(certain);
  }

  /** How long a vector rounding may add. */
  double error() {
    return error;
  }

  int leastRank() {
    return rank;
  }

  int mostRank() {
    return rank + doubtful.size();
  }

  /** How far a direction is from the nearest of the legitimate ones. */
  double differenceFrom(double[] direction) {
    double[] rest = direction.clone();
    ReferenceFisher.addScaled(rest, -1, certain);
    for (double[] part : doubtful) {
      double square = ReferenceFisher.dot(part, part);
      double share = square == 0 ? 0 : ReferenceFisher.dot(rest, part) / square;
      // Of a multiple eigenvalue any part may fall away; of a simple one all or nothing.
      double bounded = Math.max(0, Math.min(1, share));
      double legitimate = doubtful.size() > 1 ? bounded : Math.rint(bounded);
      ReferenceFisher.addScaled(rest, -legitimate, part);
    }
    return ReferenceFisher.norm(rest);
  }
}
