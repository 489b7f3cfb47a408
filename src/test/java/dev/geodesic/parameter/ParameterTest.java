package dev.geodesic.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTest {
  private static final Parameter<Integer> COUNT =
      Parameter.of("count", Domains.whole(1), "how many");

  /** Trials that are stored without it must keep their identity. */
  @Test
  void theDefaultOfOneThatWasAddedLaterIsNotStored() {
    Parameter<Integer> later = COUNT.or(3).addedLater();

    assertThat(Assignment.of(later, 3).stored(later)).isEmpty();
    assertThat(Assignment.of(later, 4).stored(later)).contains(4);
    assertThat(Assignment.NONE.complete(List.of(later)).get(later)).isEqualTo(3);
    assertThat(Assignment.of(COUNT.or(3), 3).stored(COUNT.or(3))).contains(3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1e-8, 1e-8", "0.001, 0.001", "0.999, 0.999", "100, 100", "2.5e9, 2.5e9"})
  void helpSpellsADefaultAsPeopleDo(double value, String text) {
    Domain<Double> any = Domains.number((key, number) -> number);
    assertThat(Parameter.of("x", any, "").or(value).defaultText()).isEqualTo(text);
  }

  @Test
  void valuesAreCheckedWhereverTheyComeFrom() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.of(COUNT, 0))
        .withMessage("count must be >= 1, got: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.NONE.complete(List.of(COUNT)))
        .withMessage("count must be given (how many)");
    Parameter<Integer> less = Parameter.of("count", Domains.whole(0), "how many");
    assertThatIllegalArgumentException()
        .as("allowed by one, and not by another of the same key")
        .isThrownBy(() -> Assignment.of(less, 0).complete(List.of(COUNT)));
  }

  @Test
  void completeHoldsTheseParametersAndNoOther() {
    Parameter<Boolean> other = Parameter.of("other", Domains.flag(), "").or(true);
    Assignment both = Assignment.of(COUNT, 2).with(other, false);

    assertThat(both.complete(List.of(COUNT))).isEqualTo(Assignment.of(COUNT, 2));
    assertThat(both.complete(List.of(COUNT)).find(other)).isEmpty();
  }
}
