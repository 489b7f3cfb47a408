package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloserTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesTheLastFirstAndEachOnce() {
    Closer closer = new Closer();
    closer.add(() -> closed.add("first"));
    closer.add(() -> closed.add("last"));
    closer.close();
    closer.close();
    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void whatFailsKeepsNothingOpen() {
    Closer closer = new Closer();
    closer.add(() -> closed.add("first"));
    closer.add(() -> fail("second"));
    closer.add(() -> fail("third"));
    assertThatThrownBy(closer::close)
        .hasMessage("third")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(closed).containsExactly("first");
    closer.close();
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  @Test
  void aDeviceMayBeClosedTwice() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    OpenClDevice device = OpenClDevice.open(0);
    device.close();
    device.close();
    try (OpenClDevice next = OpenClDevice.open(0)) {
      assertThat(next.download(next.upload(new float[] {3}, 1, 1))).containsExactly(3);
    }
  }
}
