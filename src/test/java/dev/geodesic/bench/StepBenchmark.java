package dev.geodesic.bench;

import dev.geodesic.optim.Optimizer.Step;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of a whole pack under JMH. What it allocates: {@code mvn test-compile exec:exec
 * -Djmh.benchmarks=StepBenchmark -Djmh.options='-prof gc'}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
  private static final int BATCH = 16;

  @Param({"SGD", "MOMENTUM", "ADAM", "CLOSED_FORM", "DAMPED", "CG"})
  private Method method = Method.SGD;

  @Param({"14", "28"})
  private int side;

  @Param({"1", "64"})
  private int trials;

  private @Nullable SteppingPack pack;

  @Setup
  public void prepare() {
    pack = new SteppingPack(new BenchCase(method, side, BATCH, trials));
  }

  @Benchmark
  public @Nullable Step step() {
    return pack == null ? null : pack.step();
  }

  @TearDown
  public void close() {
    if (pack != null) {
      pack.close();
    }
  }
}
