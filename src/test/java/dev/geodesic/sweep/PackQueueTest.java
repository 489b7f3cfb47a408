package dev.geodesic.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.Pack;
import dev.geodesic.sweep.plan.PlannedPack;
import dev.geodesic.trial.Specs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  private static final double SECONDS_AN_OPERATION = PlannedPack.whole(PACK, 1).nominalSeconds();

  private static List<Chunk> all(List<Double> seconds, int slots) {
    PackQueue queue =
        new PackQueue(
            seconds.stream().map(s -> PlannedPack.whole(PACK, s / SECONDS_AN_OPERATION)).toList());
    return drained(queue, slots);
  }

  private static List<Chunk> drained(PackQueue queue, int slots) {
    List<Chunk> chunks = new ArrayList<>();
    while (!queue.isOver()) {
      try {
        chunks.add(queue.next(slots).orElseThrow());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      queue.ended();
    }
    return chunks;
  }

  private static PlannedPack pack(double seconds, double secondsToEnd) {
    PlannedPack whole = PlannedPack.whole(PACK, 1);
    return new PlannedPack(
        whole.leg(), seconds / SECONDS_AN_OPERATION, secondsToEnd / SECONDS_AN_OPERATION);
  }

  /** Packs of a low rung have the longest way before them, although they are short. */
  @Test
  void ofAllThatWaitThoseWithTheLongestWayComeFirst() {
    PackQueue queue = new PackQueue(List.of(pack(1, 9), pack(1, 7)));
    queue.add(List.of(pack(6, 6), pack(5, 5)));
    queue.add(List.of(pack(1, 8)));

    assertThat(drained(queue, 2).stream().flatMap(chunk -> chunk.numbers().boxed()))
        .containsExactly(0, 4, 1, 2, 3);
    assertThat(queue.all()).hasSize(5);
  }

  @Test
  void itIsNotOverWhileAPackTrainsThatOthersMayFollow() throws InterruptedException {
    PackQueue queue = new PackQueue(List.of(pack(1, 2)));
    assertThat(queue.next(2)).isPresent();

    assertThat(queue.isOver()).isFalse();
    assertThat(queue.next(2)).isEmpty();
    queue.add(List.of(pack(1, 1)));
    queue.ended();
    assertThat(queue.next(2)).contains(Chunk.alone(1));
    queue.ended();
    assertThat(queue.isOver()).isTrue();
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
