package dev.geodesic.bench;

import dev.geodesic.device.Device;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import java.util.Arrays;

/** Times the steps of real training: the whole step, with all that the curve records of it. */
final class StepTimer {
  /** No case takes this many steps in the time it is given. */
  private static final int UNBOUNDED = 10_000_000;

  private StepTimer() {}

  /**
   * The median step of a pack, in microseconds a trial. Steps of the first third of the time are
   * not counted: the JIT compiler is at work then.
   *
   * @param seconds to train for
   */
  static double microseconds(BenchCase bench, ResidentData data, Device device, double seconds) {
    Watch watch = new Watch(seconds);
    try {
      PackTrainer.train(bench.pack(UNBOUNDED), data, device, watch);
      throw new IllegalStateException("The pack ended before its time: " + bench);
    } catch (StoppedException e) {
      return watch.medianNanoseconds() / 1e3 / bench.trials();
    }
  }

  /** Ends a pack after some seconds and keeps the time of each step. */
  private static final class Watch implements Monitor {
    private static final int LEAST_STEPS = 3;

    private final long start = System.nanoTime();
    private final double seconds;
    private long[] stepNanoseconds = new long[1024];
    private int steps;
    private int counted;
    private long last = start;

    Watch(double seconds) {
      this.seconds = seconds;
    }

    @Override
    public boolean isStopped() {
      return counted >= LEAST_STEPS && elapsed() > seconds;
    }

    private double elapsed() {
      return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void stepped(int trials) {
      long now = System.nanoTime();
      steps++;
      if (elapsed() > seconds / 3 && steps > 1) {
        if (counted == stepNanoseconds.length) {
          stepNanoseconds = Arrays.copyOf(stepNanoseconds, 2 * counted);
        }
        stepNanoseconds[counted++] = now - last;
      }
      last = now;
    }

    @Override
    public void diverged() {
      throw new IllegalStateException("A benchmark trial diverged");
    }

    double medianNanoseconds() {
      long[] sorted = Arrays.copyOf(stepNanoseconds, counted);
      Arrays.sort(sorted);
      return sorted[counted / 2];
    }
  }
}
