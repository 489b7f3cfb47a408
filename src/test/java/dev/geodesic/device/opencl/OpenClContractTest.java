package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every kernel, by the machine's first OpenCL driver. */
class OpenClContractTest {
  private static final List<Limits> LIMITS =
      List.of(new Limits(256, 32 << 10), new Limits(64, 16 << 10), new Limits(16, 8 << 10));
  private static final Map<Limits, OpenClDevice> DEVICES = new HashMap<>();

  @AfterAll
  static void close() {
    DEVICES.values().forEach(OpenClDevice::close);
    DEVICES.clear();
  }

  static Stream<Arguments> checks() {
    return LIMITS.stream()
        .flatMap(
            limits -> DeviceContract.checks().stream().map(check -> Arguments.of(limits, check)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("checks")
  void holds(Limits limits, Check check) {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    assertThat(check.run(DEVICES.computeIfAbsent(limits, l -> OpenClDevice.open(0, l))).failure())
        .isNull();
  }
}
