package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataRequest;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.DataSize;
import dev.geodesic.data.HeapNeed;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.KroneckerFactored.Eigenvalues;
import dev.geodesic.trial.OptimizerSpec;
import dev.geodesic.trial.Preconditioner;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Solver;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on documents of few words each, whose zeros would not fit into the heap. */
class SparseSweepTest {
  private static final int SAMPLES = 1500;
  private static final int FEATURES = 300_000;
  private static final int WORDS = 30;

  private final SparkSession spark = SparkFixture.spark();
  private final Runs.Listener listener = new Runs.Listener();

  @TempDir private Path temporary;

  /** Documents of which one word, of a dozen, tells the class. */
  private DataSpec documents(int samples) throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < samples; i++) {
      int label = i % 2;
      TreeMap<Integer, Double> words =
          new TreeMap<>(Map.of(1 + 2 * random.nextInt(6) + label, 1.0));
      while (words.size() < WORDS) {
        words.put(100 + random.nextInt(FEATURES - 99), 0.1);
      }
      lines.append(label);
      words.forEach((word, value) -> lines.append(' ').append(word).append(':').append(value));
      lines.append('\n');
    }
    Path file = Files.writeString(temporary.resolve("words.svm"), lines);
    return Specs.data(file.toString(), new Holdout.Fraction(0.2), 0, 16, BatchOrder.SHUFFLED);
  }

  @Test
  void whatWouldNotFitDenselyTrainsSparsely() throws IOException, InterruptedException {
    DataSpec data = documents(SAMPLES);
    DataSize held = DataSets.find(DataRequest.of(DataSets.at(data.dataset()))).size();
    assertThat(held.nonzeros()).hasValue((long) SAMPLES * WORDS);
    DataSize dense = new DataSize(held.samples(), held.width(), Float.BYTES, 0);
    assertThat(HeapNeed.toTrain(List.of(dense), dense.preparedBytes(0)).bytes())
        .isGreaterThan((double) Runtime.getRuntime().maxMemory());

    List<OptimizerSpec> optimizers =
        List.of(
            Specs.sgd(2),
            Specs.adam(Specs.rate(0.01), 0.9, 0.999, 1e-8),
            Specs.cg(Specs.rate(0.2), Specs.damping(1e-3), 1e-4, 50, Preconditioner.NONE),
            Sweeps.natural(0.1, 0, 0, Solver.CLOSED_FORM),
            kfac());
    Path results = temporary.resolve("results");
    SweepOutcome outcome =
        Runs.run(spark, Sweeps.sweep(List.of(data), optimizers, 1, 64), results, listener);

    assertThat(outcome.statuses()).isEqualTo(Map.of("COMPLETED", 4L, "FAILED", 1L));
    assertThat(
            Runs.query(
                spark,
                results,
                "SELECT optimizer FROM trials WHERE status = 'COMPLETED' AND test_loss < 0.69"))
        .hasSize(4);
    assertThat(listener.lines)
        .anyMatch(
            line ->
                line.matches(
                    "note: Cannot train kfac on .*words.svm with batch 16: 1 trial needs at least"
                        + " 1\\d\\d\\d.\\d GB of the device's memory for \\d+,\\d+ features .*"));
  }

  @Test
  void aSweepOfWhichNothingFitsIsRefused() throws IOException {
    DataSpec data = documents(40);
    assertThatThrownBy(
            () ->
                Runs.run(
                    spark,
                    Sweeps.sweep(List.of(data), List.of(kfac()), 1, 64),
                    temporary.resolve("results"),
                    listener))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("use an optimizer without matrices of that size");
  }

  private static OptimizerSpec kfac() {
    return Specs.kronecker(Specs.rate(1), Specs.damping(0.1), 0.95, 20, Eigenvalues.PRODUCTS);
  }
}
