package dev.geodesic.bench;

import dev.geodesic.device.Device;
import dev.geodesic.device.cpu.CoreTime;
import dev.geodesic.train.Monitor;
import dev.geodesic.train.PackTrainer;
import dev.geodesic.train.ResidentData;
import dev.geodesic.train.StoppedException;
import java.util.ArrayList;
import java.util.List;

/** Times whole steps of real training, including everything that the curve records. */
final class StepTimer {
  /** More steps than any case can take in its time. */
  private static final int UNBOUNDED = 10_000_000;

  /** The least number of groups of steps that are timed, after one that is not. */
  private static final int LEAST_GROUPS = 3;

  private StepTimer() {}

  /** Returns the number of steps of the shortest possible measurement. */
  static int leastSteps(BenchCase bench) {
    return bench.method().period() * (1 + LEAST_GROUPS);
  }

  /**
   * Trains a pack and returns the median time of a trial-step over groups of steps. A group
   * consists of whole periods of the method and is long enough to be timed precisely. The first
   * third of the time does not count, because the JIT compiler is active then.
   *
   * @param seconds the time to train
   */
  static StepTime measure(BenchCase bench, ResidentData data, Device device, double seconds) {
    Watch watch = new Watch(bench, seconds);
    try {
      PackTrainer.train(bench.pack(UNBOUNDED), data, device, watch);
      throw new IllegalStateException("The pack ended before its time: " + bench);
    } catch (StoppedException e) {
      return watch.median();
    }
  }

  /** Stops a pack after some seconds and keeps the time of each group of steps. */
  private static final class Watch implements Monitor {
    private final BenchCase bench;
    private final double nanoseconds;
    private final long start = System.nanoTime();
    private final List<StepTime> groups = new ArrayList<>();
    private int steps;

    /** The last step before the current group of steps. */
    private int firstStep;

    private long firstClock = start;
    private long firstCore;

    Watch(BenchCase bench, double seconds) {
      this.bench = bench;
      this.nanoseconds = seconds * 1e9;
    }

    @Override
    public boolean isStopped() {
      return groups.size() >= LEAST_GROUPS && System.nanoTime() - start > nanoseconds;
    }

    @Override
    public void stepped(int trials) {
      steps++;
      long clock = System.nanoTime();
      if (steps % bench.method().period() == 0
          && clock - firstClock > CoreTime.WORTHWHILE_NANOSECONDS) {
        long core = CoreTime.nanoseconds();
        if (firstStep > 0 && clock - start > nanoseconds / 3) {
          groups.add(new StepTime(aTrialStep(core - firstCore), aTrialStep(clock - firstClock)));
        }
        firstStep = steps;
        firstClock = clock;
        firstCore = core;
      }
    }

    private double aTrialStep(long nanoseconds) {
      return nanoseconds / 1e3 / (steps - firstStep) / bench.trials();
    }

    @Override
    public void diverged() {
      throw new IllegalStateException("A benchmark trial diverged");
    }

    StepTime median() {
      int middle = groups.size() / 2;
      return new StepTime(
          groups.stream().mapToDouble(StepTime::core).sorted().toArray()[middle],
          groups.stream().mapToDouble(StepTime::clock).sorted().toArray()[middle]);
    }
  }
}
