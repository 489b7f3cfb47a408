package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables line up, and their numbers are what the columns say. */
class BenchTableTest {
  private static final BenchCase BENCH = new BenchCase(Method.CLOSED_FORM, 14, 16, 64);

  @Test
  void aFigureStandsUnderItsHeader() {
    // 4BP = 125440, a 64th of XXᵀ (50176) and of its factor (1365.3), two solves (5120).
    Figure figure = new Figure(BENCH, 4, new Roofline("the products", 2.5));
    assertThat(figure.gigaflops()).isEqualTo((125440 + (50176 + 4096 / 3.0) / 64 + 5120) / 4000);
    assertThat(List.of(BenchTable.header(), BenchTable.row(figure, 131.4)))
        .containsExactly(
            "method                    data batch pack   us a step  GFLOP/s   peak   trials/h       alone"
                + "  ratio  beside",
            "closed-form              14x14    16   64         4.0     32.8   25 %     900000         2.5"
                + "   1.60  the products");
  }

  @Test
  void aScalingStandsUnderItsHeader() {
    Scaling scaling = new Scaling(BENCH, 2, new StepTime(3.9, 4), new StepTime(3.9, 4.1));
    Scaling slow = new Scaling(BENCH, 2, new StepTime(4, 4), new StepTime(8, 8));
    assertThat(
            List.of(
                BenchTable.scalingHeader(2),
                BenchTable.row(scaling),
                BenchTable.summary(List.of(scaling, scaling, slow))))
        .containsExactly(
            "method                    data batch pack   us a step 2 side by side  speed-up     core us"
                + " 2 side by side  speed-up",
            "closed-form              14x14    16   64         4.0            4.1      1.95         3.9"
                + "            3.9      2.00",
            "2 packs side by side do 1.95 times the steps of one, 2.00 times by core time: the"
                + " median of 3 cases");
  }

  @Test
  void thePeakIsSaidOnce() {
    assertThat(BenchTable.peak(122.52))
        .isEqualTo("peak of one core, a float32 product of order 1024: 122.5 GFLOP/s");
  }
}
