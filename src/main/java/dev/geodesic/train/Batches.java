package dev.geodesic.train;

import dev.geodesic.data.BatchSampler;
import dev.geodesic.device.Device;
import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import dev.geodesic.train.ResidentData.Part;

/** The batches of a pack, in device memory; which samples they take is told for many at once. */
final class Batches implements AutoCloseable {
  /** The most steps that are told at once. */
  private static final int MOST_STEPS = 64;

  /** The most samples that are told at once, unless one batch has more. */
  private static final int MOST_SAMPLES = 1 << 16;

  private final Device device;
  private final Part source;
  private final BatchSampler sampler;
  private final int size;
  private final int atOnce;
  private final Matrix samples;
  private final Indices labels;
  private Indices rows;
  private int next;

  /**
   * Begins with the next batch of a sampler.
   *
   * @param source that it draws from
   * @param size samples a batch
   */
  Batches(Device device, Part source, BatchSampler sampler, int size) {
    this.device = device;
    this.source = source;
    this.sampler = sampler;
    this.size = size;
    this.atOnce = Math.max(1, Math.min(MOST_STEPS, MOST_SAMPLES / size));
    this.samples = device.batch(size, source.samples());
    this.labels = device.indices(new int[size]);
    this.rows = device.indices();
    this.next = atOnce;
  }

  /** Gathers the next batch. */
  void gather() {
    if (next == atOnce) {
      rows.close();
      rows = device.indices(draw());
      next = 0;
    }
    Indices chosen = rows.slice(next * size, size);
    device.gather(source.samples(), chosen, samples);
    device.gather(source.labels(), chosen, labels);
    next++;
  }

  private int[] draw() {
    int[] drawn = new int[atOnce * size];
    for (int step = 0; step < atOnce; step++) {
      System.arraycopy(sampler.next(), 0, drawn, step * size, size);
    }
    return drawn;
  }

  /** Returns the samples of the batch, {@code [batch, features]}. */
  Matrix samples() {
    return samples;
  }

  /** Returns the class of each of them. */
  Indices labels() {
    return labels;
  }

  @Override
  public void close() {
    rows.close();
    labels.close();
    samples.close();
  }
}
