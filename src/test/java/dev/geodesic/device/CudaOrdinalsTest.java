package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaOrdinalsTest {
  @ParameterizedTest
  @CsvSource({"2, , 2", "2, '2,3', 0", "3, '2, 3', 1", "0, '1,0', 1"})
  void cardsAreCountedAmongThoseThatAreSeen(int index, String visible, int ordinal) {
    assertThat(CudaOrdinals.of(index, visible)).isEqualTo(ordinal);
  }

  @ParameterizedTest
  @CsvSource({"1, '2,3'", "1, ''", "1, GPU-6c1f2b7e", "2, 12"})
  void oneThatIsHiddenIsRefused(int index, String visible) {
    assertThatThrownBy(() -> CudaOrdinals.of(index, visible))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "CUDA_VISIBLE_DEVICES must name card %d by this number, got: %s", index, visible);
  }
}
