package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which cases are measured, and what is said of the others. */
class BenchGridTest {
  private static final List<Integer> SIDES = List.of(28, 14, 7);
  private static final List<Integer> BATCHES = List.of(16, 32, 128);
  private static final List<Integer> PACKS = List.of(1, 16, 64);

  @Test
  void everyCaseIsMeasuredOrLeftOut() {
    BenchGrid grid = BenchGrid.of(List.of(Method.values()), SIDES, BATCHES, PACKS, 1);
    int leftOut = grid.leftOut().values().stream().mapToInt(List::size).sum();
    assertThat(grid.cases()).doesNotHaveDuplicates();
    assertThat(grid.cases().size() + leftOut).isEqualTo(Method.values().length * 27);
    assertThat(grid.cases()).extracting(BenchCase::method).contains(Method.values());
  }

  @Test
  void whatIsLeftOutIsSaidWithItsReason() {
    BenchGrid grid =
        BenchGrid.of(
            List.of(Method.SGD, Method.CLOSED_FORM, Method.TRUNCATED, Method.DENSE),
            SIDES,
            BATCHES,
            PACKS,
            1);
    assertThat(grid.explanations())
        .containsExactly(
            "would take more than 10 s each, left out: truncated side 28/14/7 batch 128 pack 64;"
                + " dense side 28 batch 16/32/128 pack 1/16/64, side 14 batch 16/32/128 pack 16/64",
            "more samples than pixels have no closed form, left out: closed-form side 7 batch 128"
                + " pack 1/16/64");
  }

  @Test
  void nothingIsSaidWhereNothingIsLeftOut() {
    BenchGrid grid =
        BenchGrid.of(List.of(Method.SGD, Method.DENSE), List.of(7), List.of(16), List.of(1), 1);
    assertThat(grid.cases()).hasSize(2);
    assertThat(grid.explanations()).isEmpty();
  }
}
