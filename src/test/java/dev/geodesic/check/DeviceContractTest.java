package dev.geodesic.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.check.WrongDevice.Fault;
import dev.geodesic.device.Device;
import dev.geodesic.device.FisherKernels;
import dev.geodesic.device.Indices;
import dev.geodesic.device.KroneckerFactor;
import dev.geodesic.device.KroneckerKernels;
import dev.geodesic.device.LayerKernels;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Panel;
import dev.geodesic.device.PanelKernels;
import dev.geodesic.device.SampleGram;
import dev.geodesic.device.SoftmaxKernels;
import dev.geodesic.device.SymmetricSystems;
import dev.geodesic.device.VectorKernels;
import dev.geodesic.device.cpu.CpuDevice;
import dev.geodesic.device.nd4j.Nd4jDevice;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceContractTest {
  private static final Device DEVICE = new CpuDevice();
  private static final Device ND4J = new Nd4jDevice("nd4j-cuda");

  /** What says of others what they are, or frees memory, which nothing tells. */
  private static final Set<String> UNTOLD =
      Set.of(
          "Device.layers",
          "Device.vectors",
          "Device.panels",
          "Device.softmax",
          "Device.fisher",
          "Device.kronecker",
          "Device.close",
          "Matrix.close",
          "Indices.close",
          "KroneckerFactor.close");

  @AfterAll
  static void close() {
    DEVICE.close();
    ND4J.close();
  }

  static Stream<Check> checks() {
    return DeviceContract.checks().stream();
  }

  static Stream<String> primitives() {
    return checks()
        .flatMap(check -> check.primitives().stream())
        .filter(name -> !name.startsWith("solver"))
        .distinct();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void holds(Check check) {
    assertThat(check.run(DEVICE).failure()).isNull();
  }

  /** By the code of nd4j-cuda, on the processor. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void holdsByNd4j(Check check) {
    assertThat(check.run(ND4J).failure()).isNull();
  }

  /** A wrong device is found out, by the name of what is wrong. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("primitives")
  void finds(String primitive) {
    assertFound(primitive, Fault.INACCURATE);
  }

  /** A device that leaves nothing out is found out. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "FisherKernels.solveByClass",
        "FisherKernels.exceedByClass",
        "SymmetricSystems.arePositiveDefiniteBeyond",
        "SymmetricSystems.solveDamped",
        "SymmetricSystems.solveTruncated"
      })
  void findsWorkOnWhatIsToBeLeftOut(String primitive) {
    assertFound(primitive, Fault.COMPLETE);
  }

  /** A device that takes one system or trial for another is found out. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "FisherKernels.gram",
        "FisherKernels.dense",
        "FisherKernels.squaredLengths",
        "FisherKernels.solveByClass",
        "FisherKernels.exceedByClass",
        "FisherKernels.largestEigenvalues",
        "SymmetricSystems.largestEigenvalues",
        "SymmetricSystems.arePositiveDefiniteBeyond",
        "SymmetricSystems.solveDamped",
        "SymmetricSystems.solveTruncated"
      })
  void findsOneTakenForAnother(String primitive) {
    assertFound(primitive, Fault.REVERSED);
  }

  private static void assertFound(String primitive, Fault fault) {
    Device wrong = WrongDevice.of(DEVICE, primitive, fault);
    List<Check> own = checks().filter(check -> check.primitives().contains(primitive)).toList();
    assertThat(own).anyMatch(check -> !check.run(wrong).passed());
  }

  @Test
  void leavesNoPrimitiveOut() {
    Set<String> checked = primitives().map(DeviceContractTest::bare).collect(Collectors.toSet());
    assertThat(checked).containsAll(seam());
  }

  /** Every method of the seam. */
  private static Set<String> seam() {
    return Stream.of(
            Device.class,
            Matrix.class,
            Panel.class,
            Indices.class,
            SampleGram.class,
            LayerKernels.class,
            VectorKernels.class,
            PanelKernels.class,
            SoftmaxKernels.class,
            FisherKernels.class,
            FisherKernels.Factors.class,
            SymmetricSystems.class,
            KroneckerKernels.class,
            KroneckerFactor.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .map(DeviceContractTest::name)
        .filter(name -> !UNTOLD.contains(name))
        .collect(Collectors.toSet());
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  private static String bare(String primitive) {
    return primitive.replaceFirst("\\(.*", "");
  }
}
