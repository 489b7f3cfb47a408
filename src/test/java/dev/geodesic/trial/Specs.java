package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Parameter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What trials are asked for, in one line each. */
public final class Specs {
  /** No damping at all. */
  public static final Damping UNDAMPED = damping(0);

  private Specs() {}

  /** What to train on. */
  public static DataSpec data(
      String dataset, Holdout holdout, int downsample, int batchSize, BatchOrder order) {
    return new DataSpec(
        Assignment.of(DataSpec.DATASET, dataset)
            .with(DataSpec.HOLDOUT, holdout)
            .with(DataSpec.DOWNSAMPLE, downsample)
            .with(DataSpec.BATCH_SIZE, batchSize)
            .with(DataSpec.ORDER, order));
  }

  /** A network, or without hidden layers softmax regression. */
  public static ModelSpec model(
      List<Integer> hidden, Activation activation, boolean bias, Initialization init) {
    return new ModelSpec(
        Assignment.of(ModelSpec.HIDDEN, hidden)
            .with(ModelSpec.ACTIVATION, activation)
            .with(ModelSpec.BIAS, bias)
            .with(ModelSpec.INIT, init));
  }

  /** The same, with tanh. */
  public static ModelSpec model(List<Integer> hidden, boolean bias, Initialization init) {
    return model(hidden, Activation.TANH, bias, init);
  }

  /** Without cross-checks, and every step a point. */
  public static Schedule schedule(int steps, int evalEvery, double divergenceBound) {
    return schedule(steps, evalEvery, divergenceBound, 0, 1);
  }

  /** How long to train. */
  public static Schedule schedule(
      int steps, int evalEvery, double divergenceBound, int crossCheck, int recordEvery) {
    return new Schedule(
        Assignment.of(Schedule.STEPS, steps)
            .with(Schedule.EVAL_EVERY, evalEvery)
            .with(Schedule.DIVERGENCE_BOUND, divergenceBound)
            .with(Schedule.CROSS_CHECK, crossCheck)
            .with(Schedule.RECORD_EVERY, recordEvery));
  }

  /** A learning rate that stays, and no bounds. */
  public static StepSize rate(double learningRate) {
    return new StepSize(Assignment.of(StepSize.LEARNING_RATE, learningRate));
  }

  /** How a direction becomes a step. */
  public static StepSize stepSize(
      double learningRate, Decay schedule, int warmUp, double maxNorm, double maxKl) {
    return new StepSize(
        Assignment.of(StepSize.LEARNING_RATE, learningRate)
            .with(StepSize.SCHEDULE, schedule)
            .with(StepSize.WARM_UP, warmUp)
            .with(StepSize.MAX_NORM, maxNorm)
            .with(StepSize.MAX_KL, maxKl));
  }

  /** λ that stays. */
  public static Damping damping(double damping) {
    return new Damping(Assignment.of(Damping.INITIAL, damping));
  }

  /** λ. */
  public static Damping damping(double initial, DampingSchedule schedule) {
    return new Damping(Assignment.of(Damping.INITIAL, initial).with(Damping.SCHEDULE, schedule));
  }

  /** SGD with a learning rate that stays. */
  public static Sgd sgd(double learningRate) {
    return sgd(rate(learningRate));
  }

  /** SGD. */
  public static Sgd sgd(StepSize stepSize) {
    return new Sgd(stepSize.values());
  }

  /** Momentum. */
  public static Momentum momentum(StepSize stepSize, double momentum, boolean isNesterov) {
    return new Momentum(
        stepSize.values().with(Momentum.MOMENTUM, momentum).with(Momentum.NESTEROV, isNesterov));
  }

  /** Adam. */
  public static Adam adam(StepSize stepSize, double beta1, double beta2, double epsilon) {
    return new Adam(
        stepSize
            .values()
            .with(Adam.BETA1, beta1)
            .with(Adam.BETA2, beta2)
            .with(Adam.EPSILON, epsilon));
  }

  /** The natural gradient with a learning rate and a damping that stay, and no bounds. */
  public static NaturalGradient natural(
      double learningRate, double reltol, double damping, Fisher fisher, Solver solver) {
    return natural(
        Specs.rate(learningRate), reltol, Specs.damping(damping), StepSize.OFF, fisher, solver);
  }

  /** The natural gradient. */
  public static NaturalGradient natural(
      StepSize stepSize,
      double reltol,
      Damping damping,
      double maxInverseProbability,
      Fisher fisher,
      Solver solver) {
    return new NaturalGradient(
        damped(stepSize, damping)
            .with(NaturalGradient.RELTOL, reltol)
            .with(NaturalGradient.MAX_INVERSE_PROBABILITY, maxInverseProbability)
            .with(NaturalGradient.FISHER, fisher)
            .with(NaturalGradient.SOLVER, solver));
  }

  /** The damped natural gradient by conjugate gradients. */
  public static ConjugateGradient cg(
      StepSize stepSize,
      Damping damping,
      double tolerance,
      int iterations,
      Preconditioner preconditioner) {
    return new ConjugateGradient(
        damped(stepSize, damping)
            .with(ConjugateGradient.TOLERANCE, tolerance)
            .with(ConjugateGradient.ITERATIONS, iterations)
            .with(ConjugateGradient.PRECONDITIONER, preconditioner));
  }

  /** K-FAC and EKFAC. */
  public static KroneckerFactored kronecker(
      StepSize stepSize,
      Damping damping,
      double averaging,
      int updateEvery,
      KroneckerFactored.Eigenvalues eigenvalues) {
    return new KroneckerFactored(
        eigenvalues,
        damped(stepSize, damping)
            .with(KroneckerFactored.AVERAGING, averaging)
            .with(KroneckerFactored.UPDATE_EVERY, updateEvery));
  }

  /** SPRING. */
  public static Spring spring(StepSize stepSize, Damping damping, double momentum) {
    return new Spring(damped(stepSize, damping).with(Spring.MOMENTUM, momentum));
  }

  /** What the results hold of an optimizer's hyperparameters, by conf key. */
  public static SortedMap<String, Object> hyperparameters(OptimizerSpec optimizer) {
    SortedMap<String, Object> stored = new TreeMap<>();
    Families.PARAMETERS.forEach(
        parameter ->
            optimizer
                .values()
                .stored(parameter)
                .ifPresent(value -> stored.put(parameter.key(), value)));
    return stored;
  }

  /** Another optimizer of the same kind. */
  public static <T> OptimizerSpec with(OptimizerSpec optimizer, Parameter<T> parameter, T value) {
    return optimizer.family().of(optimizer.values().with(parameter, value));
  }

  private static Assignment damped(StepSize stepSize, Damping damping) {
    return stepSize
        .values()
        .with(Damping.INITIAL, damping.initial())
        .with(Damping.SCHEDULE, damping.schedule());
  }
}
