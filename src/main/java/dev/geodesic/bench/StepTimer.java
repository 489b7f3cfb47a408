package dev.geodesic.bench;

import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CoreTime;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Times the steps of real training: the whole step, with all that the curve records of it. */
final class StepTimer {
  /** No case takes this many steps in the time it is given. */
  private static final int UNBOUNDED = 10_000_000;

  /** Groups of steps that are timed at least, after one that is not. */
  private static final int LEAST_GROUPS = 3;

  private StepTimer() {}

  /** Steps of the shortest measurement. */
  static int leastSteps(BenchCase bench) {
    return bench.method().period() * (1 + LEAST_GROUPS);
  }

  /**
   * The median step of a pack, in microseconds a trial: the mean step of the median group, which
   * holds whole periods of the method and as many steps as make measuring worth while. The first
   * third of the time is not counted: the JIT compiler is at work then.
   *
   * @param seconds to train for
   * @param clock which nanoseconds
   */
  static double microseconds(
      BenchCase bench, ResidentData data, Device device, double seconds, LongSupplier clock) {
    Watch watch = new Watch(bench.method().period(), seconds, clock);
    try {
      PackTrainer.train(bench.pack(UNBOUNDED), data, device, watch);
      throw new IllegalStateException("The pack ended before its time: " + bench);
    } catch (StoppedException e) {
      return watch.medianNanoseconds() / 1e3 / bench.trials();
    }
  }

  /** Ends a pack after some seconds and keeps the time of each group of steps. */
  private static final class Watch implements Monitor {
    private final int period;
    private final double seconds;
    private final LongSupplier clock;
    private final long start = System.nanoTime();
    private double[] nanoseconds = new double[1024];
    private int counted;
    private int steps;

    /** Where the group of steps began that is not full yet. */
    private int firstStep;

    private long firstTime = start;
    private long firstReading;

    Watch(int period, double seconds, LongSupplier clock) {
      this.period = period;
      this.seconds = seconds;
      this.clock = clock;
    }

    @Override
    public boolean isStopped() {
      return counted >= LEAST_GROUPS && System.nanoTime() - start > seconds * 1e9;
    }

    @Override
    public void stepped(int trials) {
      steps++;
      long now = System.nanoTime();
      if (steps % period == 0 && now - firstTime > CoreTime.WORTHWHILE_NANOSECONDS) {
        long reading = clock.getAsLong();
        if (firstStep > 0 && now - start > seconds * 1e9 / 3) {
          count((double) (reading - firstReading) / (steps - firstStep));
        }
        firstStep = steps;
        firstTime = now;
        firstReading = reading;
      }
    }

    private void count(double step) {
      if (counted == nanoseconds.length) {
        nanoseconds = Arrays.copyOf(nanoseconds, 2 * counted);
      }
      nanoseconds[counted++] = step;
    }

    @Override
    public void diverged() {
      throw new IllegalStateException("A benchmark trial diverged");
    }

    /** Of one step. */
    double medianNanoseconds() {
      double[] sorted = Arrays.copyOf(nanoseconds, counted);
      Arrays.sort(sorted);
      return sorted[counted / 2];
    }
  }
}
