package dev.geodesic.device.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.PanelKernels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Panels {@code [batch, trials, width]}, against three nested loops. */
class CpuPanelsTest {
  private static final int BATCH = 4;
  private static final int TRIALS = 3;
  private static final int WIDTH = 5;
  private static final double[] FACTORS = {0.5, -3, 0};

  private final PanelKernels panels = new CpuPanels();

  private static CpuPanel random(long seed) {
    double[] values = new SplittableRandom(seed).doubles(BATCH * TRIALS * WIDTH, -1, 1).toArray();
    return new CpuPanel(values, BATCH, TRIALS, WIDTH);
  }

  private interface Element {
    double at(int i, int trial);
  }

  private static void assertElements(CpuPanel actual, Element expected) {
    for (int b = 0; b < BATCH; b++) {
      for (int t = 0; t < TRIALS; t++) {
        for (int c = 0; c < WIDTH; c++) {
          int i = (b * TRIALS + t) * WIDTH + c;
          assertThat(actual.values()[i]).isCloseTo(expected.at(i, t), within(1e-15));
        }
      }
    }
  }

  @Test
  void clears() {
    CpuPanel x = random(1);
    panels.clear(x);
    assertElements(x, (i, t) -> 0);
  }

  @Test
  void copies() {
    CpuPanel x = random(1);
    CpuPanel y = random(2);
    panels.copy(x, y);
    assertElements(y, (i, t) -> x.values()[i]);
    assertThat(y.values()).isNotSameAs(x.values());
  }

  @Test
  void copiesSomeTrialsAndLeavesTheOthers() {
    CpuPanel x = random(1);
    CpuPanel y = random(2);
    double[] before = y.toArray();
    panels.copyTrials(x, new int[] {2, 0}, y);
    assertElements(y, (i, t) -> t == 1 ? before[i] : x.values()[i]);
    panels.copyTrials(random(3), new int[0], y);
    assertElements(y, (i, t) -> t == 1 ? before[i] : x.values()[i]);
  }

  @Test
  void scales() {
    CpuPanel x = random(1);
    double[] before = x.toArray();
    panels.scale(FACTORS, x);
    assertElements(x, (i, t) -> FACTORS[t] * before[i]);
  }

  @Test
  void scalesAndAdds() {
    CpuPanel x = random(1);
    CpuPanel y = random(2);
    double[] before = y.toArray();
    panels.scaleAndAdd(FACTORS, y, x);
    assertElements(y, (i, t) -> FACTORS[t] * before[i] + x.values()[i]);
    assertThat(x.values()).containsExactly(random(1).values());
  }

  @Test
  void adds() {
    CpuPanel x = random(1);
    CpuPanel y = random(2);
    double[] before = y.toArray();
    panels.add(FACTORS, x, y);
    assertElements(y, (i, t) -> before[i] + FACTORS[t] * x.values()[i]);
    assertThat(x.values()).containsExactly(random(1).values());
  }

  @Test
  void multiplies() {
    CpuPanel x = random(1);
    CpuPanel y = random(2);
    double[] expected = new double[TRIALS];
    for (int i = 0; i < x.length(); i++) {
      expected[i / WIDTH % TRIALS] += x.values()[i] * y.values()[i];
    }
    double[] dot = panels.dot(x, y);
    assertThat(dot).hasSize(TRIALS);
    for (int t = 0; t < TRIALS; t++) {
      assertThat(dot[t]).isCloseTo(expected[t], within(1e-14));
    }
  }

  @Test
  void aCopyOnTheHostIsOne() {
    CpuPanel x = random(1);
    x.toArray()[0] = 7;
    assertThat(x.values()).containsExactly(random(1).values());
  }
}
