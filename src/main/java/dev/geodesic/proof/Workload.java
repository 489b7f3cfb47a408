package dev.geodesic.proof;

import dev.geodesic.bench.BenchData.Generated;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.PreparedData;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Footprint;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.StepSize;
import dev.geodesic.trial.TrialSpec;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A kind of pack that devices are to train, and how much of it.
 *
 * @param pack one of the kind, whose trials are all that is looked at
 * @param features of a sample, the bias left out
 * @param classes number of classes
 * @param nonzeros features of a sample that are stored
 * @param trialSteps of all packs of the kind
 */
public record Workload(Pack pack, int features, int classes, int nonzeros, double trialSteps)
    implements Serializable {
  /** So small that no trial diverges on data that are not its own. */
  private static final double LEARNING_RATE = 1e-6;

  private static final int MOST_SAMPLES = 4096;
  private static final int MOST_VALUES = 1 << 24;

  /** Returns the work of a pack on its data. */
  public static Workload of(Pack pack, DataSet data) {
    DataSpec spec = pack.structure().data();
    int features = data.width(spec.downsample());
    double density = spec.downsample() == DataSpec.AS_IT_IS ? data.train().density() : 1;
    int nonzeros = (int) Math.max(1, Math.round(density * features));
    return new Workload(
        pack,
        features,
        data.classes(),
        density < 1 ? Math.min(nonzeros, features - 1) : features,
        pack.trialSteps());
  }

  /** Returns the same kind of pack, with more to do. */
  public Workload plus(double more) {
    return new Workload(pack, features, classes, nonzeros, trialSteps + more);
  }

  /** Describes all that the time of a trial-step depends on. */
  public String kind() {
    Pack.Structure one = pack.structure();
    return String.join(
        " ",
        one.optimizer(),
        choices(pack.specs().get(0)),
        "hidden=" + one.model().layers(features, classes),
        "activation=" + one.model().activation(),
        "batch=" + one.data().batchSize(),
        "stored=" + nonzeros,
        "trials=" + pack.trials().size(),
        "record-every=" + one.schedule().recordEvery(),
        "cross-check=" + one.schedule().crossCheckEvery());
  }

  /** Returns the hyperparameters; of a real number only whether it is 0. */
  private static String choices(TrialSpec spec) {
    Map<String, Object> all = spec.parameters();
    return spec.optimizer().family().parameters().stream()
        .map(Parameter::key)
        .filter(key -> !key.equals(StepSize.LEARNING_RATE.key()))
        .map(key -> key + "=" + (all.get(key) instanceof Double real ? real != 0 : all.get(key)))
        .collect(Collectors.joining(" "));
  }

  /** Returns the pack of its first trials, with steps so small that it trains on any data. */
  Pack pack(int trials) {
    List<TrialSpec> specs = pack.specs();
    return Pack.of(
        IntStream.range(0, Math.min(trials, specs.size()))
            .mapToObj(t -> withRate(specs.get(t), LEARNING_RATE * (1 + 1e-3 * t)))
            .toList(),
        "proof");
  }

  private static TrialSpec withRate(TrialSpec spec, double rate) {
    OptimizerSpec optimizer = spec.optimizer();
    return new TrialSpec(
        spec.data(),
        spec.model(),
        optimizer.family().of(optimizer.values().with(StepSize.LEARNING_RATE, rate)),
        spec.schedule(),
        spec.seed());
  }

  /** Returns random data of its shape. */
  PreparedData data() {
    return new Generated(features, classes, nonzeros).prepare(samples());
  }

  private int samples() {
    int samples = Math.min(MOST_SAMPLES, MOST_VALUES / nonzeros);
    return Math.max(samples, pack.structure().data().batchSize());
  }

  /** Returns the memory of a copy of the data, with a bias or as sparse samples. */
  double dataBytes() {
    return 2.0 * Float.BYTES * samples() * (nonzeros + 1);
  }

  /** Returns the memory that as many of its trials take, which a process may have twice. */
  double bytes(int trials) {
    return 2 * Footprint.bytes(pack(trials), features, classes);
  }
}
