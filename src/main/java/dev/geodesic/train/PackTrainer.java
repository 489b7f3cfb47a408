package dev.geodesic.train;

import dev.geodesic.data.BatchSampler;
import dev.geodesic.device.Device;
import dev.geodesic.device.StateReader;
import dev.geodesic.device.StateWriter;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.ForwardPass;
import dev.geodesic.model.Network;
import dev.geodesic.optim.Optimizer;
import dev.geodesic.optim.Optimizer.Step;
import dev.geodesic.space.Leg;
import dev.geodesic.space.Pack;
import dev.geodesic.train.ResidentData.Part;
import dev.geodesic.trial.CurvePoint.Change;
import dev.geodesic.trial.CurvePoint.Measurement;
import dev.geodesic.trial.ModelSpec;
import dev.geodesic.trial.Schedule;
import dev.geodesic.trial.Trial;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains the trials of a pack together, on the same batches. A trial whose loss exceeds the
 * schedule's bound has diverged: it leaves the pack, and the others continue without it.
 */
public final class PackTrainer implements AutoCloseable {
  private static final double NANOSECONDS = 1e9;

  private final Device device;
  private final ResidentData data;
  private final Leg leg;
  private final String owner;
  private final Schedule schedule;
  private final List<TrialRecord> all;
  private final Batches batches;
  private final Network network;
  private final Optimizer optimizer;
  private List<TrialRecord> alive;
  private Monitor monitor = Monitor.NONE;

  /** Adds the last step to its trials' records; see {@link #record}. */
  private @Nullable Runnable unrecorded;

  /** The number of steps taken. */
  private int taken;

  /**
   * Creates a trainer of a leg.
   *
   * @param taken steps that were taken before; if any, the caller restores weights and optimizer
   * @param all the trials' records of those steps, in the pack's order
   */
  PackTrainer(Leg leg, ResidentData data, Device device, int taken, List<TrialRecord> all) {
    Pack.Structure structure = leg.pack().structure();
    int batch = structure.data().batchSize();
    int features = data.train().samples().columns();
    this.device = device;
    this.data = data;
    this.schedule = structure.schedule();
    this.leg = leg;
    this.owner = CheckpointFormat.owner(leg.id(), schedule, device);
    this.taken = taken;
    this.all = List.copyOf(all);
    this.alive = all.stream().filter(TrialRecord::isAlive).toList();
    BatchSampler sampler =
        BatchSampler.of(
            structure.data().order(), data.train().labels().count(), batch, structure.seed());
    for (int step = 1; step <= taken; step++) {
      sampler.next();
    }
    this.batches = new Batches(device, data.train(), sampler, batch);
    Architecture architecture = architecture(structure.model(), features, data.classes());
    this.network =
        Network.of(
            device,
            architecture,
            InitialWeights.of(structure.model(), architecture, structure.seed()),
            alive.size(),
            this::checkStopped);
    this.optimizer =
        Optimizer.of(
            alive.stream().map(record -> record.trial().spec().optimizer()).toList(),
            schedule,
            network.weights());
  }

  /** Returns the network of a model; {@code columns} are the features and the bias. */
  private static Architecture architecture(ModelSpec model, int columns, int classes) {
    int features = columns - (model.bias() ? 1 : 0);
    return new Architecture(model.layers(features, classes), model.activation());
  }

  /** Trains a pack from its beginning to its end; see the method with checkpoints. */
  public static List<Outcome> train(Pack pack, ResidentData data, Device device, Monitor monitor) {
    return train(Leg.whole(pack), data, device, monitor, Checkpoints.NONE, RungStates.NONE);
  }

  /**
   * Trains a leg to its end, from its newest checkpoint if there is a usable one.
   *
   * @param leg whose trials are of one structure
   * @param data the data that the structure names, on {@code device}
   * @param states has those of the legs before, and keeps that of this one if others follow
   * @return one outcome a trial, in the pack's order
   * @throws StoppedException if the monitor stops the pack; its state is then given to {@code
   *     checkpoints}
   */
  public static List<Outcome> train(
      Leg leg,
      ResidentData data,
      Device device,
      Monitor monitor,
      Checkpoints checkpoints,
      RungStates states) {
    try (PackTrainer trainer = Resumption.start(leg, data, device, checkpoints, states)) {
      trainer.monitor = monitor;
      trainer.tellResumed();
      trainer.train(checkpoints);
      trainer.record();
      trainer.keep(states);
      monitor.ended(trainer::endWeights);
      return trainer.all.stream()
          .map(record -> new Outcome(record.trial(), trainer.status(record), record.curve()))
          .toList();
    }
  }

  /**
   * Keeps the state if trials may go on from here. The others are in it as well: their rows can be
   * had of it if the process ends before they are stored.
   */
  private void keep(RungStates states) {
    if (!leg.isLast() && !alive.isEmpty()) {
      states.keep(leg.id(), (out, provenance) -> save(provenance, out));
    }
  }

  private Optional<List<float[]>> endWeights(Trial trial) {
    return IntStream.range(0, alive.size())
        .filter(t -> alive.get(t).isAlive() && alive.get(t).trial().id().equals(trial.id()))
        .mapToObj(t -> network.weights().ofTrial(t))
        .findFirst();
  }

  private void save(@Nullable Provenance provenance, OutputStream out) throws IOException {
    record();
    Resumption.write(
        this, new SavedRecords.Heading(taken, leg.rung(), provenance), all, owner, out);
  }

  private TrialStatus status(TrialRecord record) {
    return record.isAlive() && !leg.isLast() ? new TrialStatus.Stopped(leg.to()) : record.status();
  }

  private void tellResumed() {
    if (taken > leg.from()) {
      monitor.resumed(
          all.stream().mapToLong(record -> Math.max(0, record.steps() - leg.from())).sum(),
          all.size() - alive.size());
    }
  }

  private void train(Checkpoints checkpoints) {
    int saved = taken;
    try {
      while (!isOver()) {
        checkStopped();
        step(taken + 1);
        taken++;
        if (checkpoints.isDue() && !isOver()) {
          checkpoints.save(out -> save(null, out));
          saved = taken;
        }
      }
    } catch (StoppedException e) {
      if (saved < taken) {
        checkpoints.save(out -> save(null, out));
      }
      throw e;
    }
  }

  /**
   * Throws if the pack is to stop. Called before each step, and during long ones while no lasting
   * state has changed.
   */
  private void checkStopped() {
    if (monitor.isStopped()) {
      throw new StoppedException(taken + 1);
    }
  }

  private boolean isOver() {
    return taken == leg.to() || alive.isEmpty();
  }

  /** Writes the state that the records do not hold, between two steps. */
  void save(StateWriter out) throws IOException {
    network.weights().save(out);
    optimizer.save(out);
  }

  /** Reads the state that a trainer with the same records wrote. */
  void restore(StateReader in) throws IOException {
    network.weights().restore(in);
    optimizer.restore(in);
  }

  private void step(int number) {
    long start = System.nanoTime();
    batches.gather();
    Taken step = device.inScope(() -> takeStep(number));
    if (step == null) {
      return;
    }
    Supplier<@Nullable List<Change>> change = change(step.step(), number);
    long training = System.nanoTime() - start - step.step().checkingNanoseconds();
    double seconds = training / NANOSECONDS / alive.size();
    List<Measurement> holdout = measured(number, data.holdout());
    List<Measurement> validation = measured(number, data.validation());
    List<Measurement> selecting = validation.isEmpty() ? holdout : validation;
    List<TrialRecord> trials = alive;
    unrecorded =
        () -> {
          List<Change> known = change.get();
          for (int t = 0; t < trials.size(); t++) {
            trials
                .get(t)
                .add(
                    number,
                    t,
                    step.losses()[t],
                    step.step(),
                    known,
                    seconds,
                    holdout.isEmpty() ? null : holdout.get(t),
                    validation.isEmpty() ? null : validation.get(t));
          }
        };
    if (number == schedule.steps()) {
      record();
      for (int t = 0; t < alive.size(); t++) {
        endAtLast(alive.get(t), selecting.get(t));
      }
    }
    monitor.stepped(alive.size());
  }

  /**
   * Returns the effect of a step. What is measured after some steps is no training, so that the
   * device is to finish these before.
   */
  private Supplier<@Nullable List<Change>> change(Step step, int number) {
    if (!schedule.evaluatesAfter(number)) {
      return step.change();
    }
    List<Change> known = step.change().get();
    return () -> known;
  }

  /**
   * Adds the last step to its trials' records. Its effect comes to the host together with the
   * losses of the next one, or where somebody needs the records.
   */
  private void record() {
    Runnable last = unrecorded;
    unrecorded = null;
    if (last != null) {
      last.run();
    }
  }

  /**
   * Returns a measurement of each trial; none after other steps, and where there are no samples.
   */
  private List<Measurement> measured(int step, @Nullable Part part) {
    return part != null && schedule.evaluatesAfter(step)
        ? network.evaluate(part.samples(), part.labels())
        : List.of();
  }

  /** A step, and the losses before it. */
  private record Taken(double[] losses, Step step) {}

  /** Takes a step; null where all trials have diverged before it. */
  private @Nullable Taken takeStep(int number) {
    ForwardPass pass = withoutDiverged(number, predict());
    return alive.isEmpty()
        ? null
        : new Taken(pass.losses().get(), optimizer.step(network, pass, number));
  }

  /**
   * Ends a trial as diverged by its measured loss after the last step, as no further batch follows.
   */
  private void endAtLast(TrialRecord record, Measurement measured) {
    if (!isInBounds(measured.loss())) {
      record.end(new TrialStatus.Diverged(schedule.steps(), measured.loss()));
      monitor.diverged();
    }
  }

  /** Whether a loss is within the bound; NaN is not. */
  private boolean isInBounds(double loss) {
    return loss <= schedule.divergenceBound();
  }

  private ForwardPass predict() {
    return network.forward(batches.samples(), batches.labels());
  }

  /** Ends the trials whose loss exceeds the bound, and predicts again for the rest. */
  private ForwardPass withoutDiverged(int number, ForwardPass pass) {
    double[] losses = pass.losses().get();
    record();
    int[] kept = IntStream.range(0, losses.length).filter(t -> isInBounds(losses[t])).toArray();
    if (kept.length == losses.length) {
      return pass;
    }
    for (int t = 0; t < losses.length; t++) {
      if (!isInBounds(losses[t])) {
        alive.get(t).end(new TrialStatus.Diverged(number, losses[t]));
        monitor.diverged();
      }
    }
    alive = Arrays.stream(kept).mapToObj(alive::get).toList();
    if (alive.isEmpty()) {
      return pass;
    }
    network.retain(kept);
    optimizer.retain(kept);
    return predict();
  }

  @Override
  public void close() {
    optimizer.close();
    network.close();
    batches.close();
  }
}
