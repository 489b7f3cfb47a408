package dev.geodesic.conf;

import static dev.geodesic.conf.OptimizerKeys.AVERAGING;
import static dev.geodesic.conf.OptimizerKeys.BETA1;
import static dev.geodesic.conf.OptimizerKeys.BETA2;
import static dev.geodesic.conf.OptimizerKeys.CG_ITERATIONS;
import static dev.geodesic.conf.OptimizerKeys.CG_TOLERANCE;
import static dev.geodesic.conf.OptimizerKeys.COMMON;
import static dev.geodesic.conf.OptimizerKeys.DAMPING;
import static dev.geodesic.conf.OptimizerKeys.DAMPING_SCHEDULE;
import static dev.geodesic.conf.OptimizerKeys.EPSILON;
import static dev.geodesic.conf.OptimizerKeys.FISHER;
import static dev.geodesic.conf.OptimizerKeys.MAX_INVERSE_PROBABILITY;
import static dev.geodesic.conf.OptimizerKeys.MOMENTUM;
import static dev.geodesic.conf.OptimizerKeys.NESTEROV;
import static dev.geodesic.conf.OptimizerKeys.POSITIVE_DAMPING;
import static dev.geodesic.conf.OptimizerKeys.PRECONDITIONER;
import static dev.geodesic.conf.OptimizerKeys.RELTOL;
import static dev.geodesic.conf.OptimizerKeys.SOLVER;
import static dev.geodesic.conf.OptimizerKeys.UPDATE_EVERY;
import static dev.geodesic.conf.OptimizerKeys.damping;
import static dev.geodesic.conf.OptimizerKeys.stepSize;

import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Spring;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The optimizers that a conf may ask for; {@code docs/extending.md} tells how a new one is added.
 */
public final class OptimizerCatalog {
  private static final List<OptimizerEntry> ALL =
      List.of(
          entry(
              Sgd.NAME,
              "stochastic gradient descent",
              List.of(),
              settings -> new Sgd(stepSize(settings))),
          entry(
              Momentum.NAME,
              "gradient descent with momentum, Polyak's or Nesterov's",
              List.of(MOMENTUM, NESTEROV),
              settings ->
                  new Momentum(stepSize(settings), settings.of(MOMENTUM), settings.of(NESTEROV))),
          entry(
              Adam.NAME,
              "gradient descent, each weight by its own gradients' root mean square",
              List.of(BETA1, BETA2, EPSILON),
              settings ->
                  new Adam(
                      stepSize(settings),
                      settings.of(BETA1),
                      settings.of(BETA2),
                      settings.of(EPSILON))),
          entry(
              NaturalGradient.NAME,
              "gradient descent along the inverse of the batch's Fisher matrix",
              List.of(RELTOL, DAMPING, DAMPING_SCHEDULE, MAX_INVERSE_PROBABILITY, FISHER, SOLVER),
              settings -> naturalGradient(settings, settings.of(FISHER))),
          entry(
              NaturalGradient.EMPIRICAL_NAME,
              "natural-gradient with the wrong matrix, to be compared with: the second moment of the"
                  + " gradients, no curvature away from a perfect fit",
              List.of(RELTOL, DAMPING, DAMPING_SCHEDULE, MAX_INVERSE_PROBABILITY, SOLVER),
              settings -> naturalGradient(settings, Fisher.EMPIRICAL)),
          entry(
              ConjugateGradient.NAME,
              "natural gradient by conjugate gradients, without a matrix",
              List.of(DAMPING, DAMPING_SCHEDULE, CG_TOLERANCE, CG_ITERATIONS, PRECONDITIONER),
              settings ->
                  new ConjugateGradient(
                      stepSize(settings),
                      damping(settings, DAMPING),
                      settings.of(CG_TOLERANCE),
                      settings.of(CG_ITERATIONS),
                      settings.of(PRECONDITIONER))),
          entry(
              KroneckerFactored.KFAC_NAME,
              "natural gradient with each layer's Fisher matrix as a Kronecker product (K-FAC)",
              List.of(POSITIVE_DAMPING, DAMPING_SCHEDULE, AVERAGING, UPDATE_EVERY),
              settings -> kroneckerFactored(settings, Eigenvalues.PRODUCTS)),
          entry(
              KroneckerFactored.EKFAC_NAME,
              "K-FAC with corrected eigenvalues (EKFAC)",
              List.of(POSITIVE_DAMPING, DAMPING_SCHEDULE, AVERAGING, UPDATE_EVERY),
              settings -> kroneckerFactored(settings, Eigenvalues.CORRECTED)),
          entry(
              Spring.NAME,
              "damped natural gradient that keeps what the last direction knew (SPRING)",
              List.of(POSITIVE_DAMPING, DAMPING_SCHEDULE, MOMENTUM),
              settings ->
                  new Spring(
                      stepSize(settings),
                      damping(settings, POSITIVE_DAMPING),
                      settings.of(MOMENTUM))));

  private OptimizerCatalog() {}

  /** Every optimizer, for help texts. */
  public static List<OptimizerEntry> all() {
    return ALL;
  }

  /** The keys that every optimizer has, first in each one's own. */
  public static List<Key<?>> commonKeys() {
    return COMMON;
  }

  private static OptimizerEntry entry(
      String name,
      String description,
      List<Key<?>> ownKeys,
      Function<Settings, OptimizerSpec> build) {
    return new OptimizerEntry(
        name, description, Stream.concat(COMMON.stream(), ownKeys.stream()).toList(), build);
  }

  private static NaturalGradient naturalGradient(Settings settings, Fisher fisher) {
    return new NaturalGradient(
        stepSize(settings),
        settings.of(RELTOL),
        damping(settings, DAMPING),
        settings.of(MAX_INVERSE_PROBABILITY),
        fisher,
        settings.of(SOLVER));
  }

  private static KroneckerFactored kroneckerFactored(Settings settings, Eigenvalues eigenvalues) {
    return new KroneckerFactored(
        stepSize(settings),
        damping(settings, POSITIVE_DAMPING),
        settings.of(AVERAGING),
        settings.of(UPDATE_EVERY),
        eigenvalues);
  }
}
