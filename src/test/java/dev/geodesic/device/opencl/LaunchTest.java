package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.check.Check;
import dev.geodesic.device.Device.Precision;
import dev.geodesic.device.opencl.OpenClCards.Present;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels on a device that can launch very few work-groups along the second and third dimension.
 */
class LaunchTest {
  private static final int MOST = 2;

  private OpenClDevice device;

  @BeforeEach
  void open() {
    OpenClCards cards = OpenClCards.ofThisMachine();
    assumeTrue(cards instanceof Present, cards::toString);
    device = OpenClDevice.open(0, new Limits(16, 8 << 10));
    device.launchAtMost(MOST);
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  static List<Check> checks() {
    return ContractPart.all();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void theContractHoldsInPartsOfALaunch(Check check) {
    assertThat(check.run(device).failure()).isNull();
  }

  @Test
  void aLaunchIsDividedAlongBothDimensions() {
    Gear gear = device.gear();
    Traffic before = device.traffic();
    Buffer x = gear.pool().lendDoubles(7 * 16 * 16);
    Product.Operand all = Product.Operand.doubles(x, 16, 16);
    new Product(all, all, all, 0, 16, 16, 7).replace(gear, Precision.DOUBLE);
    assertThat(device.traffic().since(before).launches()).isZero();
    int rows = 3 * gear.limits().tile();
    Buffer y = gear.pool().lendDoubles(7L * rows);
    Product.Operand column = Product.Operand.doubles(y, rows, 1);
    Buffer z = gear.pool().lendDoubles(7L);
    new Product(column, Product.Operand.doubles(z, 1, 1), column, rows, 1, 1, 7)
        .replace(gear, Precision.DOUBLE);
    assertThat(device.traffic().since(before).launches()).isEqualTo(2 * 4);
  }
}
