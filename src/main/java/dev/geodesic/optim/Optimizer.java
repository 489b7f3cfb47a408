package dev.geodesic.optim;

import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Effect;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Move;
import dev.geodesic.model.Network;
import dev.geodesic.model.Parameters;
import dev.geodesic.optim.UpdateRule.Proposal;
import dev.geodesic.trial.Adam;
import dev.geodesic.trial.ConjugateGradient;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Curvature;
import dev.geodesic.trial.KroneckerFactored;
import dev.geodesic.trial.Momentum;
import dev.geodesic.trial.NaturalGradient;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Sgd;
import dev.geodesic.trial.Spring;
import dev.geodesic.trial.StepSize;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The optimizer of a pack: a rule gives the direction of each step, the learning rate its length,
 * and bounds may shorten it.
 */
public final class Optimizer implements AutoCloseable {
  private final UpdateRule rule;
  private final Schedule schedule;
  private List<StepSize> stepSizes;

  private Optimizer(UpdateRule rule, List<StepSize> stepSizes, Schedule schedule) {
    this.rule = rule;
    this.stepSizes = stepSizes;
    this.schedule = schedule;
  }

  /**
   * Creates the optimizer of a pack.
   *
   * @param trials one specification for each trial, at least one; all of one class and structure
   * @param schedule of all trials: number of steps, and which of them are recorded or checked
   * @param weights of the pack; only their shape is used, for the optimizer's state
   * @return an optimizer at its first step, to be closed after use
   * @throws IllegalArgumentException if the class of the trials has no update rule
   */
  public static Optimizer of(
      List<? extends OptimizerSpec> trials, Schedule schedule, Parameters weights) {
    return new Optimizer(
        rule(trials, schedule.steps(), weights),
        trials.stream().map(OptimizerSpec::stepSize).toList(),
        schedule);
  }

  private static UpdateRule rule(
      List<? extends OptimizerSpec> trials, int steps, Parameters weights) {
    OptimizerSpec first = trials.get(0);
    if (first instanceof Sgd) {
      return new GradientRule();
    }
    if (first instanceof Momentum) {
      return new MomentumRule(cast(trials, Momentum.class), weights);
    }
    if (first instanceof Adam) {
      return new AdamRule(cast(trials, Adam.class), weights);
    }
    if (first instanceof NaturalGradient) {
      return new NaturalGradientRule(cast(trials, NaturalGradient.class), steps);
    }
    if (first instanceof ConjugateGradient) {
      return new ConjugateGradientRule(cast(trials, ConjugateGradient.class), steps);
    }
    if (first instanceof KroneckerFactored) {
      return new KroneckerRule(cast(trials, KroneckerFactored.class), weights, steps);
    }
    if (first instanceof Spring) {
      return new SpringRule(cast(trials, Spring.class), weights, steps);
    }
    throw new IllegalArgumentException("optimizer must have an update rule, got: " + first);
  }

  private static <T> List<T> cast(List<? extends OptimizerSpec> trials, Class<T> type) {
    return trials.stream().map(type::cast).toList();
  }

  /**
   * Takes one step: changes the weights of every trial.
   *
   * @param network whose weights change
   * @param pass forward pass of the step's batch at the present weights
   * @param number of the step, counted from 1
   * @return what is known of the step, with one entry for each trial
   */
  public Step step(Network network, ForwardPass pass, int number) {
    Proposal proposal = rule.propose(pass, number);
    long start = System.nanoTime();
    double[] crossCheck = schedule.crossChecks(number) ? rule.crossCheck(pass, proposal) : null;
    long checking = System.nanoTime() - start;
    double[] rates = new double[stepSizes.size()];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = stepSizes.get(t).at(number, schedule.steps());
    }
    Move move = network.move(pass, proposal.direction());
    Supplier<@Nullable List<Change>> change = take(move, pass, rates, schedule.records(number));
    return new Step(change, proposal.curvature(), crossCheck, checking);
  }

  /**
   * Takes the step, and measures its effect first where that is recorded, bounded or learnt from.
   *
   * @return the effect on each trial, null where it was not measured
   */
  private Supplier<@Nullable List<Change>> take(
      Move move, ForwardPass pass, double[] rates, boolean isRecorded) {
    boolean depends = rule.learns() || StepBounds.areOn(stepSizes);
    if (!isRecorded && !depends) {
      move.take(rates);
      return () -> null;
    }
    double[] factors = rates.clone();
    Effect effect = depends ? bounded(move, pass, factors) : move.effect(factors);
    move.take(factors);
    return () ->
        IntStream.range(0, rates.length)
            .mapToObj(
                t -> change(effect.norms().get()[t], effect.kl().get()[t], factors[t] / rates[t]))
            .toList();
  }

  /** Returns a change, of which nothing is a number where its length is not finite. */
  private static Change change(double norm, double kl, double shortening) {
    return Double.isFinite(norm)
        ? new Change(norm, kl, shortening)
        : new Change(Double.NaN, Double.NaN, Double.NaN);
  }

  /** Shortens a step to its bounds, and learns from its effect. */
  private Effect bounded(Move move, ForwardPass pass, double[] factors) {
    // Before the effect is asked for, so that both come to the host at once.
    QuadraticModel model = rule.learns() ? QuadraticModel.of(pass, move) : null;
    Effect effect = StepBounds.apply(move, factors, stepSizes);
    if (model != null) {
      rule.learn(model, factors, effect);
    }
    return effect;
  }

  /** Keeps the trials at the positions {@code kept} and drops all others. */
  public void retain(int[] kept) {
    rule.retain(kept);
    stepSizes = Trials.select(stepSizes, kept);
  }

  /** Writes the state that the optimizer carries from one step to the next. */
  public void save(StateWriter out) throws IOException {
    rule.save(out);
  }

  /** Reads the state that an optimizer of the same trials saved. */
  public void restore(StateReader in) throws IOException {
    rule.restore(in);
  }

  @Override
  public void close() {
    rule.close();
  }

  /**
   * A step that was taken; arrays and lists have one entry a trial.
   *
   * @param change waits for the device and returns the effect of the step on the model; null where
   *     it was not measured
   * @param curvature what a Fisher solver found; absent for first-order rules
   * @param crossCheck relative difference of the direction from an independent solver's; absent
   *     where it was not checked
   * @param checkingNanoseconds time of the cross-check, which does not count as training
   */
  public record Step(
      Supplier<@Nullable List<Change>> change,
      @Nullable List<Curvature> curvature,
      double @Nullable [] crossCheck,
      long checkingNanoseconds) {}
}
