package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much memory work takes, and when it is used again. */
class MemoryTest {
  private static final int OUT_OF_RESOURCES = -5;

  private Gear gear;

  @BeforeEach
  void open() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    CardSurvey survey = CardSurvey.all().get(0);
    gear = Gear.of(survey, survey.card(), Limits.of(survey.card()), 1);
  }

  @AfterEach
  void close() {
    if (gear != null) {
      gear.close();
    }
  }

  private static OpenClCard card(long memoryBytes, long largestBufferBytes) {
    return new OpenClCard(
        0, Kind.GPU, "x", "x", "1", memoryBytes, largestBufferBytes, 1, 1, 1, true, null);
  }

  @Test
  void partsFitTheShareOfASlot() {
    OpenClCard card = card(8000, 500);
    assertThat(card.partsAtOnce(100, 1, 1)).isEqualTo(20);
    assertThat(card.partsAtOnce(100, 1, 4)).isEqualTo(5);
    assertThat(card.partsAtOnce(100, 90, 1)).isEqualTo(5);
    assertThat(card.partsAtOnce(1e30, 1e30, 1)).isEqualTo(1);
  }

  @Test
  void sizesThatVaryALittleShareMemory() {
    Buffer first = lentAndGivenBack(1_000_000);
    for (long bytes : new long[] {999_999, 990_000, 1_048_576}) {
      assertThat(lentAndGivenBack(bytes)).isSameAs(first);
    }
    assertThat(lentAndGivenBack(1_200_000)).isNotSameAs(first);
    for (long bytes = 1; bytes < 1L << 40; bytes = bytes * 5 / 3 + 1) {
      if (bytes < 1 << 24) {
        long taken = lentAndGivenBack(bytes).bytes();
        assertThat(taken).isBetween(bytes, Math.max(256, bytes + bytes / 8 + 256));
      }
    }
  }

  private Buffer lentAndGivenBack(long bytes) {
    return gear.pool().inScope(() -> gear.pool().lend(bytes));
  }

  @Test
  void whatIsLentWithinAnOuterScopeOutlivesTheInner() {
    BufferPool pool = gear.pool();
    pool.inScope(
        () -> {
          BufferPool.Scope outer = pool.scope();
          Buffer kept = pool.inScope(() -> pool.within(outer, () -> pool.lend(5000)));
          assertThat(pool.lend(5000)).isNotSameAs(kept);
          BufferPool.Scope inner = pool.inScope(pool::scope);
          assertThatThrownBy(() -> pool.within(inner, () -> kept))
              .isInstanceOf(IllegalStateException.class);
          return kept;
        });
  }

  @Test
  void aCallThatLacksMemoryIsMadeOnceMore() {
    Buffer unused = lentAndGivenBack(5000);
    List<Integer> answers = new ArrayList<>(List.of(OUT_OF_RESOURCES, 0));
    gear.queue().enqueue("launch of x", () -> answers.remove(0));
    assertThat(answers).isEmpty();
    assertThat(lentAndGivenBack(5000)).isNotSameAs(unused);
    answers.addAll(List.of(OUT_OF_RESOURCES, OUT_OF_RESOURCES, 0));
    assertThatThrownBy(() -> gear.queue().enqueue("launch of x", () -> answers.remove(0)))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(answers).hasSize(1);
  }

  @Test
  void aGramMatrixIsFactorisedOnceForTheSameShifts() {
    int batch = 40;
    double[] scales = {1, 2, 3};
    double[] shifts = {0.5, 0.25, 0.125};
    double[] rightHandSides = new SplittableRandom(5).doubles(6L * batch, -1, 1).toArray();
    gear.pool()
        .inScope(
            () -> {
              OpenClSampleGram gram = OpenClSampleGram.of(gear, samples(batch));
              double[] first = solved(gram, scales, shifts, rightHandSides);
              Traffic before = gear.queue().traffic();
              double[] again = solved(gram, scales.clone(), shifts.clone(), rightHandSides);
              assertThat(gear.queue().traffic().since(before).launches()).isEqualTo(1);
              assertThat(again).isEqualTo(first);
              double[] other = solved(gram, scales, new double[] {1, 2, 3}, rightHandSides);
              assertThat(other).isNotEqualTo(first);
              assertThat(solved(gram, scales, shifts, rightHandSides)).isEqualTo(first);
              return gram;
            });
  }

  private OpenClMatrix samples(int batch) {
    OpenClMatrix samples = gear.matrix(batch, 7);
    float[] values = new float[batch * 7];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    gear.queue().write(values, samples.buffer(), 0);
    return samples;
  }

  /** Solves in an inner scope, whose memory is overwritten after it. */
  private double[] solved(
      OpenClSampleGram gram, double[] scales, double[] shifts, double[] rightHandSides) {
    double[] solution =
        gear.pool()
            .inScope(
                () -> {
                  OpenClPanel panel = gear.panel(gram.batch(), scales.length, 2);
                  gear.queue().write(rightHandSides, panel.values());
                  gram.solveShifted(scales, shifts, panel);
                  return panel.toArray();
                });
    gear.pool()
        .inScope(
            () -> {
              double[] noise = new double[gram.batch() * gram.batch() * scales.length];
              Arrays.fill(noise, Double.NaN);
              Buffer used = gear.pool().lendDoubles(noise.length);
              gear.queue().write(noise, used);
              return used;
            });
    return solution;
  }
}
