package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Arrays of the size of the batch, of a Gram matrix or of the weights are used again step after
 * step: what a step leaves to the garbage collector does not grow with them.
 */
class StepAllocationTest {
  private static final int TRIALS = 4;
  private static final int ROUNDS = 4;

  /** On a busy machine the compiler, which does away with small objects, takes its time. */
  private static final int MOST_ROUNDS = 40;

  /**
   * Bytes by which one array of the Gram matrix's order grows from 36 to 144; those of the weights
   * and of the batch grow by more. Which samples are next, and some boxed numbers, take less.
   */
  private static final long LEAST_ARRAY = 8 * (144 - 36);

  /** A multiple of every method's period. */
  private static final int STEPS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void doesNotGrowWithWhatAStepWorksOn(Method method) {
    long small = bytesAStep(new BenchCase(method, 4, 4, TRIALS), 0);
    long limit = small + LEAST_ARRAY;
    assertThat(bytesAStep(new BenchCase(method, 7, 16, TRIALS), limit)).isLessThan(limit);
  }

  /**
   * In the steady state, at best: a method may still be interpreted, or just compiled anew.
   *
   * @param limit what is tried for longer
   */
  private static long bytesAStep(BenchCase bench, long limit) {
    int rounds = limit == 0 ? ROUNDS : MOST_ROUNDS;
    long least = Long.MAX_VALUE;
    try (SteppingPack pack = new SteppingPack(bench)) {
      for (int round = 0; round < rounds && least >= limit; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < STEPS; step++) {
          pack.step();
        }
        least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / STEPS);
      }
    }
    return least;
  }
}
