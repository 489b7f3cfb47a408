package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every kernel, by the machine's first OpenCL driver. */
class OpenClContractTest {
  /**
   * Of whole work-groups the contract is held in full, of smaller ones a part with every kernel.
   */
  private static final Limits WHOLE = new Limits(256, 32 << 10);

  private static final List<Limits> SMALLER =
      List.of(new Limits(64, 16 << 10), new Limits(16, 8 << 10));

  private static final Map<Limits, OpenClDevice> DEVICES = new HashMap<>();

  @BeforeAll
  static void open() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    DEVICES.put(WHOLE, OpenClDevice.open(0, WHOLE));
    SMALLER.forEach(limits -> DEVICES.put(limits, OpenClDevice.open(0, limits)));
  }

  @AfterAll
  static void close() {
    DEVICES.values().forEach(OpenClDevice::close);
    DEVICES.clear();
  }

  static Stream<Arguments> checks() {
    return Stream.concat(
        DeviceContract.checks().stream().map(check -> Arguments.of(WHOLE, check)),
        SMALLER.stream()
            .flatMap(
                limits -> ContractPart.all().stream().map(check -> Arguments.of(limits, check))));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("checks")
  void holds(Limits limits, Check check) {
    assertThat(check.run(Objects.requireNonNull(DEVICES.get(limits))).failure()).isNull();
  }
}
