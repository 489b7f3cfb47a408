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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The optimizer of a pack: a rule for the direction, then the learning rate, then the bounds on the
 * step.
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
   * The optimizer of trials that share its structure.
   *
   * @param trials at least one, all of one kind
   * @param weights of the pack, whose shape its memory takes
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

  /** Takes step {@code number}, counted from 1, from where the pass was made. */
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
    List<Change> change = take(move, pass, rates, schedule.records(number));
    return new Step(change, proposal.curvature(), crossCheck, checking);
  }

  /**
   * Looks at the step where somebody wants to know what it does, and takes it.
   *
   * @return nothing where nobody looked
   */
  private @Nullable List<Change> take(
      Move move, ForwardPass pass, double[] rates, boolean isRecorded) {
    if (!isRecorded && !rule.learns() && !StepBounds.areOn(stepSizes)) {
      move.take(rates);
      return null;
    }
    double[] factors = rates.clone();
    Effect effect = StepBounds.apply(move, factors, stepSizes);
    if (rule.learns()) {
      rule.learn(pass, move, factors, effect);
    }
    move.take(factors);
    return IntStream.range(0, rates.length)
        .mapToObj(t -> new Change(effect.norms()[t], effect.kl()[t], factors[t] / rates[t]))
        .toList();
  }

  /** Goes on with the trials at these positions alone. */
  public void retain(int[] kept) {
    rule.retain(kept);
    stepSizes = Trials.select(stepSizes, kept);
  }

  /** Writes what it remembers from one step to the next. */
  public void save(StateWriter out) throws IOException {
    rule.save(out);
  }

  /** Reads what an optimizer of the same trials saved. */
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
   * @param change what it did; absent where nobody asked
   * @param curvature what a Fisher solver found; absent for first-order rules
   * @param crossCheck relative difference of the direction from an independent solver's; absent
   *     where it was not checked
   * @param checkingNanoseconds what that took, which is no part of training
   */
  public record Step(
      @Nullable List<Change> change,
      @Nullable List<Curvature> curvature,
      double @Nullable [] crossCheck,
      long checkingNanoseconds) {}
}
