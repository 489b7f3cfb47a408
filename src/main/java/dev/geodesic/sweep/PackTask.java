package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.store.ResultStore;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Provenance;
import dev.geodesic.trial.TrialStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** The Spark task: trains one pack and commits it. */
final class PackTask implements Function<Pack, PackReport> {
  private static final long serialVersionUID = 1L;

  private final Map<String, Broadcast<DataSet>> dataSets;
  private final ResultStore store;
  private final LongAccumulator trialSteps;
  private final LongAccumulator divergedTrials;

  /**
   * A task for any pack of a sweep.
   *
   * @param dataSets by the name that the conf uses
   * @param store where the pack is committed
   */
  PackTask(
      Map<String, Broadcast<DataSet>> dataSets,
      ResultStore store,
      LongAccumulator trialSteps,
      LongAccumulator divergedTrials) {
    this.dataSets = Map.copyOf(dataSets);
    this.store = store;
    this.trialSteps = trialSteps;
    this.divergedTrials = divergedTrials;
  }

  @Override
  public PackReport call(Pack pack) throws IOException {
    String dataset = pack.structure().data().dataset();
    DataSet data = Objects.requireNonNull(dataSets.get(dataset), dataset).value();
    try (Device device = new CpuDevice()) {
      ResidentData resident = ExecutorData.get(DataKey.of(pack, data.fingerprint()), data, device);
      List<Outcome> outcomes = train(pack, resident, device);
      String packId = pack.id(data.fingerprint());
      Provenance provenance =
          new Provenance(
              packId,
              pack.trials().size(),
              InetAddress.getLocalHost().getHostName(),
              device.description(),
              data.fingerprint());
      store.commit(packId, outcomes.stream().map(outcome -> result(outcome, provenance)).toList());
      return report(packId, outcomes);
    }
  }

  /**
   * A trial that cannot be computed must not take its pack along: then each trial runs alone, and
   * the ones that fail again are FAILED. Thrown, Spark would try the whole pack four times, and
   * hold a healthy executor to blame.
   */
  private List<Outcome> train(Pack pack, ResidentData data, Device device) {
    Monitor monitor = new TaskMonitor(TaskContext.get(), trialSteps, divergedTrials);
    try {
      return PackTrainer.train(pack, data, device, monitor);
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      return pack.trials().size() == 1
          ? List.of(
              new Outcome(pack.trials().get(0), new TrialStatus.Failed(e.toString()), List.of()))
          : trainEachAlone(pack, data, device);
    }
  }

  private List<Outcome> trainEachAlone(Pack pack, ResidentData data, Device device) {
    List<Outcome> outcomes = new ArrayList<>();
    pack.trials().forEach(trial -> outcomes.addAll(train(new Pack(List.of(trial)), data, device)));
    return outcomes;
  }

  private static TrialResult result(Outcome outcome, Provenance provenance) {
    String fingerprint = provenance.dataFingerprint();
    return new TrialResult(
        outcome.spec().id(fingerprint),
        outcome.spec().configurationId(fingerprint),
        outcome.spec(),
        outcome.status(),
        outcome.curve(),
        provenance);
  }

  private static PackReport report(String packId, List<Outcome> outcomes) {
    return new PackReport(
        packId,
        outcomes.stream().map(Outcome::status).toList(),
        outcomes.stream().mapToLong(outcome -> outcome.curve().size()).sum());
  }

  /** Stops a pack whose task was killed, and counts for the progress line. */
  private record TaskMonitor(
      TaskContext context, LongAccumulator trialSteps, LongAccumulator divergedTrials)
      implements Monitor {
    @Override
    public boolean isStopped() {
      return context.isInterrupted();
    }

    @Override
    public void stepped(int trials) {
      trialSteps.add(trials);
    }

    @Override
    public void diverged() {
      divergedTrials.add(1);
    }
  }
}
