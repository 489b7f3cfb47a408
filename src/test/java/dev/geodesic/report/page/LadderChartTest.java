package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.report.page.LadderChart.Rung;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LadderChartTest {
  /** A configuration of two seeds, with a loss of each at every step that they reached. */
  private static Climbed climbed(
      int place, int rung, int stoppedAt, long taken, Map<Integer, List<Double>> losses) {
    return new Climbed(
        SampleConfigurations.configuration("sgd", place, place, 1, 1),
        1,
        rung,
        stoppedAt,
        2,
        taken,
        new TreeMap<>(losses));
  }

  /** Two are stopped at step 3, one diverges before it, one goes on to step 10 and loses a seed. */
  @Test
  void aRungTellsWhoCameWhoStayedAndWhatWasDropped() {
    List<LadderChart> ladders =
        LadderChart.of(
            List.of(
                climbed(2, 0, 3, 6, Map.of(3, List.of(0.5, 0.7))),
                climbed(1, 1, 0, 15, Map.of(3, List.of(0.3, 0.5), 10, List.of(0.2))),
                climbed(3, 0, 3, 6, Map.of(3, List.of(0.9, 1.1))),
                climbed(4, 0, 0, 4, Map.of())));

    assertThat(ladders).hasSize(1);
    LadderChart ladder = ladders.get(0);
    assertThat(ladder.rungs())
        .containsExactly(new Rung(0, 3, 4, 2, 1, 0.4, 0.6), new Rung(1, 10, 1, 0, 0, 0.2, null));
    assertThat(ladder.all()).isEqualTo(4);
    assertThat(ladder.taken()).isEqualTo(31);
    assertThat(ladder.whole()).isEqualTo(4 * 2 * 10);
    assertThat(ladder.lines()).extracting(LadderChart.Line::rung).containsExactly(1, 0, 0, 0);
    assertThat(ladder.lines())
        .extracting(LadderChart.Line::isFinished)
        .containsExactly(true, false, false, false);
    assertThat(ladder.lines().get(0).steps())
        .as("as long as both seeds have one")
        .containsExactly(3);
  }
}
