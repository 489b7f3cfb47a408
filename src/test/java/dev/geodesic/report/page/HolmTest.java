package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HolmTest {
  /** What {@code p.adjust(c(.01, .04, .03, .005), "holm")} of R gives. */
  @Test
  void correctsAsStatisticiansDo() {
    assertThat(Holm.corrected(List.of(0.01, 0.04, 0.03, 0.005)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
        .containsExactly(0.03, 0.06, 0.06, 0.02);
  }

  @Test
  void oneAloneStaysAndNoneIsNone() {
    assertThat(Holm.corrected(List.of(0.2))).containsExactly(0.2);
    assertThat(Holm.corrected(List.of())).isEmpty();
  }

  /** By the definition of the step-down test: rejected where all smaller ones are, too. */
  @Property
  void rejectsWhatTheStepDownTestRejects(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1) Double> probabilities,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double level) {
    List<Double> corrected = Holm.corrected(probabilities);
    List<Double> ascending = probabilities.stream().sorted().toList();
    int rejected = 0;
    while (rejected < ascending.size()
        && ascending.get(rejected) * (ascending.size() - rejected) < level) {
      rejected++;
    }
    assertThat(corrected.stream().filter(p -> p < level)).hasSize(rejected);
    assertThat(corrected.get(0)).isGreaterThanOrEqualTo(probabilities.get(0));
  }
}
