package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GPU addresses of Spark, which are numbers by the driver's tools, among OpenCL's devices. */
class OpenClAddressesTest {
  private static final GraphicsCards SMI =
      NvidiaSmi.parse(
          List.of(
              "0, NVIDIA H100, 9.0, 81559, 550, 00000000:3B:00.0",
              "1, NVIDIA L4, 8.9, 23034, 550, 00000000:86:00.0"));
  private static final GraphicsCards NO_SMI = new Absent("nvidia-smi cannot be run");

  private static OpenClCard card(int ordinal, Kind kind, String platform, @Nullable String pci) {
    return new OpenClCard(
        ordinal,
        kind,
        "card " + ordinal,
        platform,
        "1",
        1,
        1,
        1,
        1,
        1,
        true,
        pci == null ? null : PciAddress.parse(pci).orElseThrow());
  }

  private static int ordinal(
      String address, GraphicsCards smi, Map<String, String> environment, OpenClCard... cards) {
    Optional<OpenClCard> found =
        OpenClAddresses.find(
            address,
            List.of(cards),
            new DeviceSurroundings(
                false, smi, new OpenClCards.Present(List.of(cards)), environment));
    return found.map(OpenClCard::ordinal).orElse(-1);
  }

  /** CUDA may number cards by speed, and a processor's driver may come first. */
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 1", "2, -1", "GPU-aa01, -1", "'', -1"})
  void theBusTellsThemApart(String address, int ordinal) {
    assertThat(
            ordinal(
                address,
                SMI,
                Map.of(),
                card(0, Kind.PROCESSOR, "Portable Computing Language", null),
                card(1, Kind.GPU, "NVIDIA CUDA", "0000:86:00.0"),
                card(2, Kind.GPU, "NVIDIA CUDA", "0000:3b:00.0")))
        .isEqualTo(ordinal);
  }

  @Test
  void aCardThatIsHiddenIsNotReplacedByAnother() {
    assertThat(ordinal("0", SMI, Map.of(), card(0, Kind.GPU, "NVIDIA CUDA", "0000:86:00.0")))
        .isEqualTo(-1);
    assertThat(ordinal("0", SMI, Map.of(), card(0, Kind.PROCESSOR, "Portable", null)))
        .as("nor by a processor")
        .isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "AMD Accelerated Parallel Processing, ROCR_VISIBLE_DEVICES, '2,3', 3, 2",
    "AMD Accelerated Parallel Processing, ROCR_VISIBLE_DEVICES, '2,3', 0, -1",
    "AMD Accelerated Parallel Processing, CUDA_VISIBLE_DEVICES, '2,3', 0, 1",
    "NVIDIA CUDA, CUDA_VISIBLE_DEVICES, '1, 0', 1, 1",
    "NVIDIA CUDA, ROCR_VISIBLE_DEVICES, '1, 0', 1, 2",
    "Intel(R) OpenCL, CUDA_VISIBLE_DEVICES, '1', 0, 1"
  })
  void elseTheirOrderDoesAmongThoseThatAreVisible(
      String platform, String variable, String visible, String address, int ordinal) {
    assertThat(
            ordinal(
                address,
                NO_SMI,
                Map.of(variable, visible),
                card(0, Kind.PROCESSOR, "Portable Computing Language", null),
                card(1, Kind.GPU, platform, null),
                card(2, Kind.GPU, platform, null)))
        .isEqualTo(ordinal);
  }

  /** An integrated GPU of another driver comes first, and counts for nothing. */
  @Test
  void onlyThoseOfOneDriverAreCounted() {
    OpenClCard[] mixed = {
      card(0, Kind.GPU, "Intel(R) OpenCL", null),
      card(1, Kind.GPU, "NVIDIA CUDA", null),
      card(2, Kind.GPU, "NVIDIA CUDA", null)
    };
    assertThat(ordinal("0", NO_SMI, Map.of(), mixed)).isEqualTo(1);
    assertThat(ordinal("1", SMI, Map.of(), mixed)).isEqualTo(2);
    assertThat(ordinal("2", NO_SMI, Map.of(), mixed)).isEqualTo(-1);
    assertThat(ordinal("0", NO_SMI, Map.of("CUDA_VISIBLE_DEVICES", "1,0"), mixed)).isEqualTo(2);
  }

  /** Tools number cards by their bus, which drivers need not do. */
  @Test
  void theBusOrdersThemWhereNoVariableDoes() {
    String amd = "AMD Accelerated Parallel Processing";
    OpenClCard[] two = {
      card(0, Kind.GPU, amd, "0000:86:00.0"), card(1, Kind.GPU, amd, "0000:3b:00.0")
    };
    assertThat(ordinal("0", NO_SMI, Map.of(), two)).isEqualTo(1);
    assertThat(ordinal("0", NO_SMI, Map.of("ROCR_VISIBLE_DEVICES", "0,1"), two)).isZero();
  }

  @Test
  void aVariableMayNameCardsByTheirNames() {
    GraphicsCards named =
        NvidiaSmi.parse(
            List.of(
                "0, NVIDIA H100, 9.0, 81559, 550, [N/A], GPU-aa01-7",
                "1, NVIDIA L4, 8.9, 23034, 550, [N/A], GPU-bb02-7"));
    OpenClCard[] two = {
      card(0, Kind.GPU, "NVIDIA CUDA", null), card(1, Kind.GPU, "NVIDIA CUDA", null)
    };
    Map<String, String> reversed = Map.of("CUDA_VISIBLE_DEVICES", "GPU-bb02,GPU-aa01");
    assertThat(ordinal("0", named, reversed, two)).isEqualTo(1);
    assertThat(ordinal("1", named, reversed, two)).isZero();
  }

  @Test
  void whereThereIsNoGpuAllAreCounted() {
    OpenClCard[] two = {
      card(0, Kind.PROCESSOR, "Portable", null), card(1, Kind.PROCESSOR, "Portable", null)
    };
    assertThat(ordinal("0", NO_SMI, Map.of(), two)).isZero();
    assertThat(ordinal("1", NO_SMI, Map.of(), two)).isEqualTo(1);
    assertThat(ordinal("2", NO_SMI, Map.of(), two)).isEqualTo(-1);
  }
}
