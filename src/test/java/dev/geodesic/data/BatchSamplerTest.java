package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSamplerTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10})
  void everyEpochIsAPermutationWhateverTheBatchSize(int batchSize) {
    int[] stream = draw(BatchSampler.of(BatchOrder.SHUFFLED, 10, batchSize, 5), 10, batchSize);

    for (int epoch = 0; epoch < batchSize; epoch++) {
      int[] visited = Arrays.copyOfRange(stream, epoch * 10, (epoch + 1) * 10);
      assertThat(visited).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
    }
  }

  @Test
  void theStreamDoesNotDependOnHowItIsCutIntoBatches() {
    int[] whole = draw(BatchSampler.of(BatchOrder.SHUFFLED, 30, 30, 1), 7, 30);
    int[] straddling = draw(BatchSampler.of(BatchOrder.SHUFFLED, 30, 7, 1), 30, 7);

    assertThat(straddling).containsExactly(whole);
  }

  @Test
  void epochsDiffer() {
    BatchSampler sampler = BatchSampler.of(BatchOrder.SHUFFLED, 1000, 1000, 0);

    assertThat(sampler.next()).isNotEqualTo(sampler.next());
  }

  @Test
  void seedsDiffer() {
    assertThat(BatchSampler.of(BatchOrder.SHUFFLED, 1000, 1000, 0).next())
        .isNotEqualTo(BatchSampler.of(BatchOrder.SHUFFLED, 1000, 1000, 1).next());
  }

  /** The values come from SplitMix64 and SHA-256 written anew in Python. */
  @Test
  void theSameSeedGivesTheSameOrderOnEveryMachine() {
    assertThat(BatchSampler.of(BatchOrder.SHUFFLED, 60_000, 8, 0).next())
        .containsExactly(16304, 44155, 21754, 10857, 29245, 25161, 25284, 36821);
    assertThat(BatchSampler.of(BatchOrder.SHUFFLED, 60_000, 8, 1).next())
        .containsExactly(46711, 8252, 1786, 55602, 24909, 45496, 26717, 50191);
  }

  @Test
  void streamsOfOneSeedForTwoPurposesDiffer() {
    assertThat(RandomStream.of("batches", 3).nextLong())
        .isEqualTo(RandomStream.of("batches", 3).nextLong())
        .isNotEqualTo(RandomStream.of("weights", 3).nextLong());
  }

  @Test
  void firstPositionsAreUniform() {
    int[] counts = new int[5];
    for (int seed = 0; seed < 5000; seed++) {
      counts[BatchSampler.of(BatchOrder.SHUFFLED, 5, 1, seed).next()[0]]++;
    }

    // Five standard deviations of a binomial count around its mean of 1000.
    assertThat(Arrays.stream(counts))
        .allMatch(count -> Math.abs(count - 1000) < 5 * Math.sqrt(5000 * 0.2 * 0.8));
  }

  @Test
  void sequentialIsFileOrderWrappingRound() {
    BatchSampler sampler = BatchSampler.of(BatchOrder.SEQUENTIAL, 5, 3, 99);

    assertThat(sampler.next()).containsExactly(0, 1, 2);
    assertThat(sampler.next()).containsExactly(3, 4, 0);
    assertThat(sampler.next()).containsExactly(1, 2, 3);
    assertThat(sampler.next()).containsExactly(4, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 6})
  void aBatchThatCannotBeDrawnIsRefused(int batchSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchSampler.of(BatchOrder.SHUFFLED, 5, batchSize, 0))
        .withMessage("batch-size must be in [1, 5], got: " + batchSize);
  }

  private static int[] draw(BatchSampler sampler, int batches, int batchSize) {
    int[] stream = new int[batches * batchSize];
    for (int batch = 0; batch < batches; batch++) {
      System.arraycopy(sampler.next(), 0, stream, batch * batchSize, batchSize);
    }
    return stream;
  }
}
