package dev.geodesic.sweep;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.space.Pack;
import dev.geodesic.store.Machine;
import dev.geodesic.store.ResultStore;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.Outcome;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.CurvePoint;
import dev.geodesic.trial.TrialResult;
import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
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
      Monitor monitor = new TaskMonitor(TaskContext.get(), trialSteps, divergedTrials);
      List<Outcome> outcomes =
          Isolation.train(pack, part -> PackTrainer.train(part, resident, device, monitor));
      String packId = pack.id(data.fingerprint());
      Provenance provenance =
          new Provenance(
              packId,
              pack.trials().size(),
              Machine.here().host(),
              device.description(),
              data.fingerprint());
      store.commit(packId, outcomes.stream().map(outcome -> result(outcome, provenance)).toList());
      return report(packId, outcomes);
    }
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
        outcomes.stream().mapToLong(PackTask::steps).sum());
  }

  private static long steps(Outcome outcome) {
    List<CurvePoint> curve = outcome.curve();
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).step();
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
