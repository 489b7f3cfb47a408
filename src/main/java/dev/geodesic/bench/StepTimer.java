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

  /** Periods that are timed at least, after one that is not. */
  private static final int LEAST_PERIODS = 3;

  private StepTimer() {}

  /** Steps of the shortest measurement. */
  static int leastSteps(BenchCase bench) {
    return bench.method().period() * (1 + LEAST_PERIODS);
  }

  /**
   * The median step of a pack, in microseconds a trial; of a method whose steps are not all alike,
   * the mean step of its median period. The first third of the time is not counted: the JIT
   * compiler is at work then.
   *
   * @param seconds to train for
   */
  static double microseconds(BenchCase bench, ResidentData data, Device device, double seconds) {
    Watch watch = new Watch(bench.method().period(), seconds);
    try {
      PackTrainer.train(bench.pack(UNBOUNDED), data, device, watch);
      throw new IllegalStateException("The pack ended before its time: " + bench);
    } catch (StoppedException e) {
      return watch.medianNanoseconds() / 1e3 / bench.trials();
    }
  }

  /** Ends a pack after some seconds and keeps the time of each period of steps. */
  private static final class Watch implements Monitor {
    private final long start = System.nanoTime();
    private final int period;
    private final double seconds;
    private long[] nanoseconds = new long[1024];
    private int steps;
    private int counted;
    private long last = start;

    Watch(int period, double seconds) {
      this.period = period;
      this.seconds = seconds;
    }

    @Override
    public boolean isStopped() {
      return counted >= LEAST_PERIODS && elapsed() > seconds;
    }

    private double elapsed() {
      return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void stepped(int trials) {
      steps++;
      if (steps % period != 0) {
        return;
      }
      long now = System.nanoTime();
      if (steps > period && elapsed() > seconds / 3) {
        if (counted == nanoseconds.length) {
          nanoseconds = Arrays.copyOf(nanoseconds, 2 * counted);
        }
        nanoseconds[counted++] = now - last;
      }
      last = now;
    }

    @Override
    public void diverged() {
      throw new IllegalStateException("A benchmark trial diverged");
    }

    /** Of one step. */
    double medianNanoseconds() {
      long[] sorted = Arrays.copyOf(nanoseconds, counted);
      Arrays.sort(sorted);
      return (double) sorted[counted / 2] / period;
    }
  }
}
