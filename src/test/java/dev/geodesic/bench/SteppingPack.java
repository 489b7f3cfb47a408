package dev.geodesic.bench;

import dev.geodesic.data.BatchSampler;
import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.model.Architecture;
import dev.geodesic.model.Network;
import dev.geodesic.optim.Optimizer;
import dev.geodesic.optim.Optimizer.Step;
import dev.geodesic.space.Pack;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.TrialSpec;
import java.util.List;
import java.util.SplittableRandom;

/** A pack that trains on random samples one step a call, and keeps no record of it. */
final class SteppingPack implements AutoCloseable {
  private static final int SAMPLES = 512;
  private static final int STEPS = 1_000_000_000;

  private final Device device = new CpuDevice();
  private final Matrix data;
  private final Indices dataLabels;
  private final Matrix samples;
  private final Indices labels;
  private final BatchSampler sampler;
  private final Network network;
  private final Optimizer optimizer;
  private int number;

  SteppingPack(BenchCase bench) {
    SplittableRandom random = new SplittableRandom(1);
    int features = bench.features();
    this.data = device.upload(uniform(random, SAMPLES * features, 0, 1), SAMPLES, features);
    this.dataLabels = device.indices(random.ints(SAMPLES, 0, bench.classes()).toArray());
    this.samples = device.upload(new float[bench.batch() * features], bench.batch(), features);
    this.labels = device.indices(new int[bench.batch()]);
    this.sampler = BatchSampler.of(BatchOrder.SHUFFLED, SAMPLES, bench.batch(), 0);
    Pack pack = bench.pack(STEPS);
    List<float[]> weights =
        bench.layers().stream()
            .map(layer -> uniform(random, layer.weights(), -0.05, 0.05))
            .toList();
    this.network = Network.of(device, architecture(bench, pack), weights, bench.trials());
    this.optimizer =
        Optimizer.of(
            pack.specs().stream().map(TrialSpec::optimizer).toList(),
            pack.structure().schedule(),
            network.weights());
  }

  private static Architecture architecture(BenchCase bench, Pack pack) {
    return new Architecture(bench.layers(), pack.structure().model().activation());
  }

  private static float[] uniform(SplittableRandom random, int length, double from, double to) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(from, to);
    }
    return values;
  }

  /** The next batch, its predictions, and the step. */
  Step step() {
    Indices rows = device.indices(sampler.next());
    device.gather(data, rows, samples);
    device.gather(dataLabels, rows, labels);
    rows.close();
    number++;
    return device.inScope(() -> optimizer.step(network, network.forward(samples, labels), number));
  }

  @Override
  public void close() {
    optimizer.close();
    network.close();
    samples.close();
    data.close();
    device.close();
  }
}
