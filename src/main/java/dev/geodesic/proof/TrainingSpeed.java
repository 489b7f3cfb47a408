package dev.geodesic.proof;

import dev.geodesic.data.PreparedData;
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
  private static final double LOADING_SECONDS = 20;

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
   * @param prepared data of the workload
   * @param trials at most as many of the pack's
   * @param seconds to spend, the first steps left out, which load code
   */
  static double measure(
      Device device, Workload workload, PreparedData prepared, int trials, double seconds) {
    Pack pack = workload.pack(trials);
    int steps = pack.structure().schedule().steps();
    Bias bias = pack.structure().model().bias() ? Bias.APPENDED : Bias.NONE;
    double least = Double.POSITIVE_INFINITY;
    try (Matrix last = device.upload(new float[1], 1, 1);
        ResidentData data = ResidentData.upload(device, prepared, bias)) {
      long loaded = train(device, data, pack, last, LEAST_STEPS, LOADING_SECONDS);
      long start = System.nanoTime();
      for (int most = LEAST_STEPS; loaded > 0 && secondsSince(start) < seconds; ) {
        long before = System.nanoTime();
        long trained = train(device, data, pack, last, most, 2 * seconds);
        double took = secondsSince(before);
        if (trained > 0) {
          least = Math.min(least, took / trained);
        }
        if (took < seconds / 8) {
          // A pack that is short ends by itself.
          most = (int) Math.min(2L * most, steps);
        }
      }
    }
    return least;
  }

  /**
   * Trains some steps, until the device has done them, and returns the trial-steps. A step that
   * takes longer than the time that is given is stopped in its middle.
   */
  private static long train(
      Device device, ResidentData data, Pack pack, Matrix last, int most, double seconds) {
    TrainingSpeed monitor = new TrainingSpeed(System.nanoTime() + (long) (seconds * 1e9), most);
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
