package dev.geodesic.proof;

import dev.geodesic.device.Device;
import dev.geodesic.device.Matrix;
import dev.geodesic.space.Pack;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.ResidentData.Bias;
import dev.geodesic.train.StoppedException;

/** Times the steps of a pack on a device, with all that its curve records. */
final class TrainingSpeed implements Monitor {
  private static final int LEAST_STEPS = 2;

  private final long deadline;
  private final int most;
  private int steps;
  private long trialSteps;

  private TrainingSpeed(long deadline, int most) {
    this.deadline = deadline;
    this.most = most;
  }

  /**
   * Returns the seconds of a trial-step, the least that were seen; infinite if not a single step
   * ended in time.
   *
   * @param trials at most as many of the pack's
   * @param seconds to spend
   */
  static double measure(Device device, Workload workload, int trials, double seconds) {
    Pack pack = workload.pack(trials);
    Bias bias = pack.structure().model().bias() ? Bias.APPENDED : Bias.NONE;
    long start = System.nanoTime();
    double least = Double.POSITIVE_INFINITY;
    try (Matrix last = device.upload(new float[1], 1, 1);
        ResidentData data = ResidentData.upload(device, workload.data(), bias)) {
      // The first steps load code.
      train(device, data, pack, last, LEAST_STEPS, start, seconds);
      for (int most = LEAST_STEPS; secondsSince(start) < seconds; ) {
        long before = System.nanoTime();
        long trained = train(device, data, pack, last, most, start, seconds);
        double took = secondsSince(before);
        if (trained > 0) {
          least = Math.min(least, took / trained);
        }
        if (took < seconds / 8) {
          most *= 2;
        }
      }
    }
    return least;
  }

  /** Trains some steps, until the device has done them, and returns the trial-steps. */
  private static long train(
      Device device,
      ResidentData data,
      Pack pack,
      Matrix last,
      int most,
      long start,
      double seconds) {
    // A step that takes longer than all that was to be measured is stopped in its middle.
    TrainingSpeed monitor = new TrainingSpeed(start + (long) (2 * seconds * 1e9), most);
    try {
      PackTrainer.train(pack, data, device, monitor);
    } catch (StoppedException e) {
      // It has been counted.
    }
    device.download(last);
    return monitor.trialSteps;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public boolean isStopped() {
    return steps >= most || System.nanoTime() > deadline;
  }

  @Override
  public void stepped(int trials) {
    steps++;
    trialSteps += trials;
  }

  @Override
  public void diverged() {}
}
