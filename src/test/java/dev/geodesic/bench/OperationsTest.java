package dev.geodesic.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counted by hand: 49 pixels, 10 classes, 9 directions a sample. */
class OperationsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // P = 490, B = 2: 2BP = 1960.
        "SGD | 7 | 2 | 4 | 3920",
        "MOMENTUM | 7 | 2 | 4 | 5880",
        "ADAM | 7 | 2 | 4 | 10780",
        // 3920, a quarter of XXᵀ (196) and its factor (8/3), two solves (80).
        "CLOSED_FORM | 7 | 2 | 4 | 4049.6667",
        // 3920, XXᵀ (49), ten factors of order 2 (8/3 each) and a quarter of one, two solves (80).
        "UNTRUNCATED | 7 | 2 | 4 | 4076.3333",
        // 3920, XXᵀ (49), ten inverses of order 2 (8 each), a factor (8/3).
        "DAMPED | 7 | 2 | 4 | 4051.6667",
        // With XXᵀ for one trial alone: 196.
        "DAMPED | 7 | 2 | 1 | 4198.6667",
        // The reduction of order 18 is 7776.
        "TRUNCATED | 7 | 2 | 4 | 14985",
        // 1960, F of order 490 from 18 columns (4321800), its reduction (156865333 1/3).
        "DENSE | 7 | 2 | 4 | 161189093.3333",
        // 3920, XXᵀ (49), a Gram matrix of order 2 (40), its factor (8/3).
        "EMPIRICAL_FISHER | 7 | 2 | 4 | 4011.6667",
        // 3920, XXᵀ (49), eleven products of it (80 each).
        "CG | 7 | 2 | 4 | 4849",
        // 3920 and 1960, the step (980), XXᵀ (49), 80 and 8/3.
        "SPRING | 7 | 2 | 4 | 6991.6667",
        // P = 3776, 640 of them above the hidden layer: 30208 and 2560.
        "MLP_SGD | 7 | 2 | 4 | 32768",
        // 32768; N carried back (23040); XXᵀ (49) and that of 64 units (256); order 18 by 64 and 10
        // columns (23976); 1944.
        "MLP_DAMPED | 7 | 2 | 4 | 82033",
        // 125440, XXᵀ (200704), ten inverses of order 64 (262144 each), a factor (87381 1/3).
        "DAMPED | 7 | 64 | 1 | 3034965.3333",
        // More samples than half of P = 490; order 2304: 2BP (250880), 553190400, 39216333 1/3.
        "DAMPED | 7 | 256 | 1 | 592657613.3333",
        // 1960; the step (980); the gradient (1960) and its turning (57820); 10 outputs (600 and
        // 333 1/3); a quarter of 49 inputs (14406 and 39216 1/3).
        "KFAC | 7 | 2 | 4 | 77058.9167",
        "EKFAC | 7 | 2 | 4 | 79018.9167",
      })
  void areThoseOfTheTextbook(Method method, int side, int batch, int trials, double expected) {
    assertThat(Operations.of(new BenchCase(method, side, batch, trials)))
        .isCloseTo(expected, within(1e-3));
  }
}
