package dev.geodesic.train;

import dev.geodesic.space.Pack;
import dev.geodesic.trial.Activation;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.Damping;
import dev.geodesic.trial.DampingSchedule;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Decay;
import dev.geodesic.trial.Fisher;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.Initialization;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A pack of every optimizer, in which trials diverge early, diverge late, and train to the end. */
enum ResumableTrials {
  SGD(Specs::sgd),
  MOMENTUM(step -> Specs.momentum(step, 0.9, false)),
  NESTEROV(step -> Specs.momentum(step, 0.9, true)),
  ADAM(step -> Specs.adam(step, 0.9, 0.99, 1e-8)),
  TRUNCATED(step -> natural(step, 1e-2, Specs.UNDAMPED, Fisher.EXACT)),
  DAMPED(step -> natural(step, 0, Specs.damping(0.1, DampingSchedule.COSINE), Fisher.EXACT)),
  LEVENBERG_MARQUARDT(step -> natural(step, 0, adaptive(), Fisher.EXACT)),
  EMPIRICAL(step -> natural(step, 0, adaptive(), Fisher.EMPIRICAL)),
  CG(step -> Specs.cg(step, adaptive(), 1e-4, 10, Preconditioner.NONE)),
  SPRING(step -> Specs.spring(step, adaptive(), 0.9)),
  KFAC(step -> kronecker(step, Specs.damping(0.1), Eigenvalues.PRODUCTS)),
  EKFAC(step -> kronecker(step, adaptive(), Eigenvalues.CORRECTED));

  static final ModelSpec TANH =
      Specs.model(List.of(12, 8), Activation.TANH, true, Initialization.GLOROT);
  static final int STEPS = 24;
  private static final double DIVERGENCE_BOUND = 30;

  @SuppressWarnings("ImmutableEnumChecker") // It holds nothing.
  private final Function<StepSize, OptimizerSpec> optimizer;

  ResumableTrials(Function<StepSize, OptimizerSpec> optimizer) {
    this.optimizer = optimizer;
  }

  private static OptimizerSpec natural(
      StepSize step, double reltol, Damping damping, Fisher fisher) {
    return Specs.natural(step, reltol, damping, StepSize.OFF, fisher, Solver.AUTO);
  }

  private static OptimizerSpec kronecker(StepSize step, Damping damping, Eigenvalues eigenvalues) {
    return Specs.kronecker(step, damping, 0.95, 5, eigenvalues);
  }

  private static Damping adaptive() {
    return Specs.damping(0.1, DampingSchedule.LEVENBERG_MARQUARDT);
  }

  /**
   * A ladder of learning rates, so that trials diverge from step 2 to the last steps and others do
   * not.
   */
  Pack pack(ModelSpec model) {
    return pack(model, Specs.schedule(STEPS, 10, DIVERGENCE_BOUND, 0, 3));
  }

  Pack pack(ModelSpec model, Schedule schedule) {
    DataSpec data = Specs.data("mnist", new Holdout.TestSet(), 7, 8, BatchOrder.SHUFFLED);
    return Pack.of(
        Stream.of(
                stepSize(1e6, Decay.CONSTANT, STEPS - 1),
                stepSize(0.03, Decay.COSINE, 0),
                stepSize(3, Decay.CONSTANT, STEPS - 1),
                stepSize(10, Decay.CONSTANT, STEPS - 1),
                Specs.stepSize(0.5, Decay.LINEAR, 5, 1, 0.1),
                stepSize(30, Decay.CONSTANT, STEPS - 1),
                stepSize(100, Decay.CONSTANT, STEPS - 1))
            .map(step -> new TrialSpec(data, model, optimizer.apply(step), schedule, 3))
            .toList(),
        "data");
  }

  private static StepSize stepSize(double rate, Decay decay, int warmUp) {
    return Specs.stepSize(rate, decay, warmUp, StepSize.OFF, StepSize.OFF);
  }
}
