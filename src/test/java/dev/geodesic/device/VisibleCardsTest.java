package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.trial.RequestException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleCardsTest {
  private static Card card(int index) {
    return new Card(index, "Card", null, 0, null, "GPU-6c1f2b7e-0" + index, false);
  }

  @ParameterizedTest
  @CsvSource({
    "2, , 2",
    "2, '2,3', 0",
    "3, '2, 3', 1",
    "0, '1,0', 1",
    "1, GPU-6c1f2b7e-01, 0",
    "2, '0,GPU-6c1f2b7e-02', 1"
  })
  void cardsAreCountedAmongThoseThatAreSeen(int index, String visible, int ordinal) {
    assertThat(VisibleCards.ordinal(card(index), visible)).isEqualTo(ordinal);
  }

  @ParameterizedTest
  @CsvSource({"1, '2,3'", "1, ''", "1, GPU-7", "2, 12", "1, MIG-6c1f2b7e"})
  void oneThatIsHiddenIsRefused(int index, String visible) {
    assertThatThrownBy(() -> VisibleCards.ordinal(card(index), visible))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "CUDA_VISIBLE_DEVICES must name card %d or GPU-6c1f2b7e-0%d, got: %s",
            index, index, visible);
  }
}
