package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.plan.SweepPlan.PlannedPack;
import dev.geodesic.trial.Specs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackQueueTest {
  private static final Pack PACK =
      Sweeps.pack(Sweeps.data("mnist", 14, 16), Sweeps.SCHEDULE, Specs.sgd(0.1));
  private static final double SECONDS_AN_OPERATION = new PlannedPack(PACK, 1).nominalSeconds();

  private static List<Chunk> all(List<Double> seconds, int slots) {
    PackQueue queue =
        new PackQueue(
            seconds.stream().map(s -> new PlannedPack(PACK, s / SECONDS_AN_OPERATION)).toList());
    List<Chunk> chunks = new ArrayList<>();
    for (Optional<Chunk> next = queue.next(slots); next.isPresent(); next = queue.next(slots)) {
      chunks.add(next.get());
    }
    return chunks;
  }

  @Test
  void longPacksHaveATaskEach() {
    assertThat(all(Collections.nCopies(100, 0.6), 2))
        .hasSize(100)
        .allMatch(chunk -> chunk.size() == 1);
  }

  @Test
  void thousandsOfShortOnesShareAFewTasksThatGetSmaller() {
    List<Chunk> chunks = all(Collections.nCopies(10_000, 1e-6), 2);
    assertThat(chunks).hasSizeBetween(20, 100);
    assertThat(chunks.stream().map(Chunk::size).toList())
        .isSortedAccordingTo(Collections.reverseOrder())
        .endsWith(1);
    assertThat(chunks.get(0).size()).isBetween(900, 1000);
  }

  /** Else a small sweep would leave slots idle that could train some of it. */
  @Test
  void aFewShortOnesAreSharedOutAmongTheSlots() {
    assertThat(all(Collections.nCopies(8, 1e-3), 2)).hasSize(8);
    assertThat(all(Collections.nCopies(1000, 1e-3), 250)).hasSize(1000);
  }

  @Property
  void everyPackComesOnceInTheOrderOfThePlan(
      @ForAll @Size(max = 60) List<@DoubleRange(max = 2) Double> seconds,
      @ForAll @IntRange(min = 1, max = 20) int slots) {
    List<Chunk> chunks = all(seconds, slots);
    assertThat(chunks.stream().flatMap(chunk -> chunk.numbers().boxed()))
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, seconds.size()).boxed().toList());
    for (Chunk chunk : chunks) {
      double together = sum(seconds.subList(chunk.from(), chunk.to()));
      double left = sum(seconds.subList(chunk.from(), seconds.size()));
      if (chunk.size() > 1) {
        assertThat(together)
            .isLessThan(0.5)
            .isLessThan((left + 5e-4 * seconds.size()) / (4 * slots));
      }
    }
  }

  private static double sum(List<Double> seconds) {
    return DoubleStream.concat(DoubleStream.of(0), seconds.stream().mapToDouble(s -> s)).sum();
  }
}
