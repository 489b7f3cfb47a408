package dev.geodesic.curvature;

import static dev.geodesic.trial.NaturalGradient.RELTOL_FLOOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.trial.StepSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No inverse is without a floor, unless damping is one. */
class InversionTest {
  private static Inversion inversion(double reltol, double damping) {
    return new Inversion(reltol, damping, StepSize.OFF);
  }

  @Test
  void withoutDampingTheFloorHolds() {
    assertThat(inversion(0, 0).cutoff(1)).isEqualTo(RELTOL_FLOOR);
    assertThat(inversion(1e-15, 0).cutoff(1)).isEqualTo(RELTOL_FLOOR);
    assertThat(inversion(1e-3, 0).cutoff(1)).isEqualTo(1e-3);
  }

  @Test
  void aCutOffThatIsAskedForHoldsBesideDamping() {
    assertThat(inversion(1e-3, 0.1).cutoff(1)).isEqualTo(1e-3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1, 1e12, 1e30})
  void dampingIsAFloorBesideTheLargestEigenvalueAlone(double largest) {
    assertThat(inversion(0, 1.1 * RELTOL_FLOOR * largest).cutoff(largest)).isEqualTo(0);
    assertThat(inversion(0, 0.9 * RELTOL_FLOOR * largest).cutoff(largest)).isEqualTo(RELTOL_FLOOR);
    assertThat(inversion(0, 1e-60 * largest).cutoff(largest)).isEqualTo(RELTOL_FLOOR);
  }
}
