package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.device.DeviceLostException;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.opencl._cl_device_id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CardSurveyTest {
  @BeforeEach
  void needsOpenCl() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
  }

  @Test
  void aDeviceThatDoesNotAnswerHidesNoOther() {
    CardSurvey sound = CardSurvey.all().get(0);
    CardSurvey silent = new CardSurvey(0, sound.platform(), new _cl_device_id());
    CardSurvey second = new CardSurvey(1, sound.platform(), sound.device());
    assertThat(CardSurvey.cards(List.of(silent, second)))
        .extracting(OpenClCard::ordinal)
        .containsExactly(1);
    assertThat(CardSurvey.cards(List.of(silent))).isEmpty();
  }

  @Test
  void aFailingQueryIsNoAnswer() {
    Stream.of(
            new DeviceLostException("lost", new IllegalStateException()),
            new IllegalStateException("wrong"),
            new ArithmeticException("too many units"))
        .forEach(
            failure ->
                assertThat(
                        CardSurvey.described(
                            () -> {
                              throw failure;
                            }))
                    .isEmpty());
    assertThat(CardSurvey.described(() -> 3)).contains(3);
  }

  @Test
  void devicesAreOpenedByOrdinalsThatExist() {
    int beyond = CardSurvey.all().size();
    assertThatThrownBy(() -> OpenClDevice.open(beyond))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "OpenCL device %d must be one of this machine's, got: %d of them"
                .formatted(beyond, beyond));
  }

  @Test
  void partsOfMatricesAreRefusedWhereKernelsTakeWholeOnes() {
    try (OpenClDevice device = OpenClDevice.open(0)) {
      OpenClMatrix matrix = OpenClMatrix.of(device.upload(new float[6], 3, 2));
      OpenClMatrix rest = OpenClMatrix.of(matrix.slice(1, 2));
      device.vectors().scale(new double[] {2}, matrix.slice(0, 1));
      assertThatThrownBy(() -> device.vectors().scale(new double[] {2}, rest))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the matrix must not be a part of another, got: one from element 2");
    }
  }

  @Test
  void ordersWhoseSquareIsNoIntAreRefused() {
    Orders.check(46_340, "a Gram matrix");
    assertThatThrownBy(() -> Orders.check(46_341, "a Gram matrix"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a Gram matrix must be of an order <= 46,340 by OpenCL, got: 46,341");
    try (OpenClDevice device = OpenClDevice.open(0)) {
      assertThatThrownBy(() -> device.kronecker().factor(50_000, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a Kronecker factor must be");
    }
  }
}
