package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which cases are measured, and what is said of the others. */
class BenchGridTest {
  private static final List<BenchData.Digits> SIDES =
      Stream.of(28, 14, 7).map(BenchData.Digits::new).toList();
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
            "would take more than 10 s each, left out: truncated data 28x28/14x14/7x7 batch 128 pack 64;"
                + " dense data 28x28 batch 16/32/128 pack 1/16/64, data 14x14 batch 16/32/128 pack 16/64",
            "more samples than features have no closed form, left out: closed-form data 7x7 batch 128"
                + " pack 1/16/64");
  }

  @Test
  void nothingIsSaidWhereNothingIsLeftOut() {
    BenchGrid grid =
        BenchGrid.of(
            List.of(Method.SGD, Method.DENSE),
            List.of(new BenchData.Digits(7)),
            List.of(16),
            List.of(1),
            1);
    assertThat(grid.cases()).hasSize(2);
    assertThat(grid.explanations()).isEmpty();
  }
}
