package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCard.Kind;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {
  private static final String H100 =
      "0, NVIDIA H100 80GB HBM3, 9.0, 81559, 550.90.07, 00000000:3B:00.0";
  private static final String A100 =
      "1, NVIDIA A100-SXM4-40GB, 8.0, 40960, 550.90.07, 00000000:86:00.0";
  private static final String L4 = "0, NVIDIA L4, 8.9, 23034, 535.161.08, 00000000:3B:00.0";

  private static final Device POCL =
      new Device(Kind.PROCESSOR, "pthread", "Portable Computing Language", "3.1", true);
  private static final Device GPU = new Device(Kind.GPU, "Arc", "Intel OpenCL", "23.1", true);
  private static final Device SINGLE = new Device(Kind.GPU, "Iris", "Intel OpenCL", "23.1", false);

  /** An OpenCL device without a number. */
  private record Device(
      Kind kind, String name, String platform, String driver, boolean hasDoubles) {
    OpenClCard numbered(int ordinal) {
      return new OpenClCard(ordinal, kind, name, platform, driver, 1, 1, 1, 1, 1, hasDoubles, null);
    }
  }

  /** Takes every card, or none where the reason is that it is slow. */
  private record Sure(String reason) implements Prover {
    @Override
    public Verdict verdict(OpenClCard card) {
      return reason.equals("it is slow") ? new Verdict.LeftIdle(reason) : new Verdict.Taken(reason);
    }
  }

  private static final Prover NONE = new Sure("it is slow");

  private static DeviceSurroundings with(boolean hasNd4jCuda, String... lines) {
    GraphicsCards cards =
        lines.length == 0
            ? new Absent("nvidia-smi cannot be run")
            : NvidiaSmi.parse(Arrays.asList(lines));
    return new DeviceSurroundings(
        hasNd4jCuda, cards, new OpenClCards.Absent("no OpenCL driver is installed"), Map.of());
  }

  private static DeviceSurroundings opencl(Device... devices) {
    return new DeviceSurroundings(
        false,
        new Absent("nvidia-smi cannot be run"),
        new OpenClCards.Present(
            IntStream.range(0, devices.length).mapToObj(i -> devices[i].numbered(i)).toList()),
        Map.of());
  }

  private static String line(DeviceRequest request, DeviceSurroundings here) {
    return DeviceChoice.of(request, here, NONE, null).line();
  }

  private static void refuses(DeviceSurroundings here, @Nullable String gpu, String message) {
    refuses(DeviceRequest.ND4J_CUDA, here, gpu, message);
  }

  private static void refuses(
      DeviceRequest request, DeviceSurroundings here, @Nullable String gpu, String message) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceChoice.of(request, here, NONE, gpu))
        .withMessageStartingWith(message);
  }

  @Test
  void autoWithoutAGpuIsTheProcessor() {
    assertThat(line(DeviceRequest.AUTO, with(true)))
        .isEqualTo("device: cpu; there is no GPU, as no OpenCL driver is installed");
    assertThat(line(DeviceRequest.AUTO, opencl(POCL)))
        .isEqualTo("device: cpu; there is no GPU, as the OpenCL drivers here offer none");
  }

  @Test
  void autoNamesTheCardWithoutOpenCl() {
    assertThat(line(DeviceRequest.AUTO, with(true, L4)))
        .isEqualTo(
            "device: cpu; NVIDIA L4 is left idle, as there is no OpenCL for it (no OpenCL driver is"
                + " installed): install the OpenCL part of its driver");
  }

  @Test
  void autoTakesAGpuThatHasProvedItself() {
    assertThat(DeviceChoice.of(DeviceRequest.AUTO, opencl(POCL, GPU), new Sure("fast"), null))
        .isEqualTo(
            new DeviceChoice.OpenCl(
                GPU.numbered(1), "device: opencl on Arc (Intel OpenCL 23.1): fast"));
    assertThat(line(DeviceRequest.AUTO, opencl(POCL, GPU)))
        .isEqualTo("device: cpu; Arc (Intel OpenCL 23.1) is left idle, as it is slow");
  }

  /** No prover is asked about what cannot be used. */
  @Test
  void autoLeavesAGpuThatCannotTrain() {
    assertThat(line(DeviceRequest.AUTO, opencl(POCL, SINGLE)))
        .isEqualTo(
            "device: cpu; the GPU is left idle, as opencl needs a device with float64"
                + " (cl_khr_fp64), got: 1: Iris (Intel OpenCL 23.1), which has none");
    assertThat(DeviceChoice.of(DeviceRequest.AUTO, opencl(GPU), new Sure("fast"), "3").line())
        .isEqualTo(
            "device: cpu; the GPU is left idle, as opencl needs the GPU at address 3, got: 0: Arc"
                + " (Intel OpenCL 23.1)");
  }

  /** The first GPU that can, and where there is no GPU whatever there is. */
  @Test
  void openclIsAGpuIfThereIsOne() {
    assertThat(line(DeviceRequest.OPENCL, opencl(POCL, SINGLE, GPU)))
        .isEqualTo("device: opencl on Arc (Intel OpenCL 23.1)");
    assertThat(line(DeviceRequest.OPENCL, opencl(POCL, POCL)))
        .isEqualTo("device: opencl on pthread (Portable Computing Language 3.1)");
  }

  @Test
  void openclSaysWhatItNeeds() {
    refuses(
        DeviceRequest.OPENCL,
        with(true),
        null,
        "device opencl needs an OpenCL device, got: none, as no OpenCL driver is installed; install"
            + " the card's driver, or for trying out on the processor Debian's pocl-opencl-icd,"
            + " or take cpu instead, by sweep.device or --device");
    refuses(
        DeviceRequest.OPENCL,
        opencl(SINGLE),
        null,
        "device opencl needs a device with float64 (cl_khr_fp64), got: 0: Iris (Intel OpenCL"
            + " 23.1), which has none; install");
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceChoice.opencl(opencl(POCL).opencl(), 4))
        .withMessageStartingWith(
            "device opencl needs an OpenCL device of number 4, got: 0: pthread (Portable Computing"
                + " Language 3.1); ");
  }

  @Test
  void anH100IsToldWhatIsTheMatter() {
    refuses(
        with(true, H100),
        null,
        "device nd4j-cuda needs a card of compute capability 6.0 to 8.9, got: NVIDIA H100 80GB HBM3"
            + " of compute capability 9.0, for which ND4J's CUDA 11.6 has no machine code; or take"
            + " cpu instead, by sweep.device or --device");
  }

  @Test
  void whatIsAskedForIsTakenOrRefused() {
    assertThat(line(DeviceRequest.CPU, with(true, L4))).isEqualTo("device: cpu, as asked for");
    assertThat(line(DeviceRequest.ND4J_CUDA, with(true, L4)))
        .isEqualTo("device: nd4j-cuda on NVIDIA L4 of compute capability 8.9");
    refuses(
        with(false, L4),
        null,
        "device nd4j-cuda needs ND4J's CUDA back end, got: a build without it; mvn -Pnd4j-cuda"
            + " package; or take cpu instead, by sweep.device or --device");
    refuses(
        with(true),
        null,
        "device nd4j-cuda needs an NVIDIA card, got: none, as nvidia-smi cannot be run; take"
            + " cpu instead, by sweep.device or --device");
  }

  /** Of several the first that can; of one that Spark has assigned, that one. */
  @Test
  void aCardIsFoundAmongOthers() {
    DeviceSurroundings both = with(true, H100, A100);
    assertThat(line(DeviceRequest.ND4J_CUDA, both)).contains("A100");
    assertThat(DeviceChoice.of(DeviceRequest.ND4J_CUDA, both, NONE, "1").line()).contains("A100");
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceChoice.of(DeviceRequest.ND4J_CUDA, both, NONE, "0"))
        .withMessageContaining("9.0");
    refuses(
        both,
        "7",
        "device nd4j-cuda needs an NVIDIA card, got: none, as the driver does not know card 7; take"
            + " cpu instead, by sweep.device or --device");
  }

  @ParameterizedTest
  @CsvSource({"5.2, false", "6.0, true", "7.5, true", "8.9, true", "9.0, false", "12.0, false"})
  void machineCodeIsForSomeCards(String capability, boolean isServed) {
    DeviceSurroundings here = with(true, "0, Card, %s, 1000, 550, [N/A]".formatted(capability));
    assertThat(Nd4jCudaOffer.of(here, null) instanceof Nd4jCudaOffer.Usable).isEqualTo(isServed);
  }

  @Test
  void aMachineWithoutTheToolSaysSo() {
    assertThat(NvidiaSmi.ask("no-such-nvidia-smi"))
        .isEqualTo(new Absent("no-such-nvidia-smi cannot be run: no NVIDIA driver"));
  }

  @Test
  void whatTheToolSaysIsRead(@TempDir Path folder) throws IOException {
    assertThat(NvidiaSmi.ask(tool(folder, "echo '%s'; echo '%s'".formatted(H100, A100))))
        .isEqualTo(
            new Present(
                "550.90.07",
                List.of(
                    new Card(
                        0,
                        "NVIDIA H100 80GB HBM3",
                        new ComputeCapability(9, 0),
                        81559,
                        new PciAddress(0, 0x3B, 0, 0),
                        null,
                        false),
                    new Card(
                        1,
                        "NVIDIA A100-SXM4-40GB",
                        new ComputeCapability(8, 0),
                        40960,
                        new PciAddress(0, 0x86, 0, 0),
                        null,
                        false))));
    assertThat(NvidiaSmi.ask(tool(folder, "echo 'No devices were found'")))
        .asString()
        .contains("answers what is not understood: No devices were found");
    assertThat(NvidiaSmi.ask(tool(folder, "exit 0"))).asString().contains("knows no card");
    assertThat(NvidiaSmi.ask(tool(folder, "echo \"Driver/library version mismatch\"; exit 18")))
        .asString()
        .contains("fails: Driver/library version mismatch");
  }

  /** A card that has failed, or is shared out by a hypervisor, does not hide the others. */
  @Test
  void whatTheToolDoesNotKnowOfACardIsLeftOpen() {
    GraphicsCards cards =
        NvidiaSmi.parse(
            List.of(
                "[Unknown Error], NVIDIA T4, 7.5, 15360, 550, 00000000:1B:00.0, GPU-1, [N/A]",
                "1, GRID V100, [N/A], [N/A], 550, [N/A], [N/A], [N/A]",
                "2, NVIDIA A100, 8.0, 40960, 550, 00000000:86:00.0, GPU-2, Enabled"));
    assertThat(cards)
        .isEqualTo(
            new Present(
                "550",
                List.of(
                    new Card(1, "GRID V100", null, 0, null, null, false),
                    new Card(
                        2,
                        "NVIDIA A100",
                        new ComputeCapability(8, 0),
                        40960,
                        new PciAddress(0, 0x86, 0, 0),
                        "GPU-2",
                        true))));
    assertThat(cards.find(1).orElseThrow()).hasToString("GRID V100");
  }

  @Test
  void anOldToolIsAskedForLess(@TempDir Path folder) throws IOException {
    String script =
        """
        case "$1" in
        *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
        *) echo '0, Tesla K80, 11441, 418.67, 00000000:05:00.0, GPU-3' ;;
        esac""";
    assertThat(NvidiaSmi.ask(tool(folder, script)))
        .isEqualTo(
            new Present(
                "418.67",
                List.of(
                    new Card(
                        0, "Tesla K80", null, 11441, new PciAddress(0, 5, 0, 0), "GPU-3", false))));
  }

  /** Slices of a card have the bus and the number of the card. */
  @Test
  void aCardInMigModeHasNoAddressOfItsOwn() {
    DeviceSurroundings here =
        new DeviceSurroundings(
            false,
            NvidiaSmi.parse(List.of(A100 + ", GPU-2, Enabled")),
            opencl(GPU).opencl(),
            Map.of());
    refuses(
        DeviceRequest.OPENCL,
        here,
        "1",
        "device opencl needs a whole GPU at address 1, got: one in MIG mode, all slices of which"
            + " have that address; ");
    assertThat(DeviceChoice.of(DeviceRequest.AUTO, here, new Sure("fast"), "1").line())
        .startsWith("device: cpu; the GPU is left idle, as opencl needs a whole GPU");
    assertThat(line(DeviceRequest.OPENCL, here))
        .isEqualTo("device: opencl on Arc (Intel OpenCL 23.1)");
  }

  private static final PciAddress ON_CHIP = new PciAddress(0, 0, 2, 0);
  private static final PciAddress SLOT = new PciAddress(0, 1, 0, 0);

  private static OpenClCard gpu(
      int ordinal, String name, String platform, long memory, boolean doubles, PciAddress bus) {
    return new OpenClCard(ordinal, Kind.GPU, name, platform, "1", memory, 1, 1, 1, 1, doubles, bus);
  }

  /** As many laptops are, with a driver of Mesa beside the maker's. */
  private static final OpenClCards LAPTOP =
      new OpenClCards.Present(
          List.of(
              gpu(0, "Iris", "Intel OpenCL", 32, true, ON_CHIP),
              gpu(1, "RTX by Mesa", "rusticl", 8, true, SLOT),
              gpu(2, "RTX", "NVIDIA CUDA", 8, true, SLOT)));

  private record Only(String name) implements Prover {
    @Override
    public Verdict verdict(OpenClCard card) {
      return card.name().equals(name)
          ? new Verdict.Taken("fast")
          : new Verdict.LeftIdle("it is slow");
    }
  }

  private static String auto(OpenClCards cards, String fast) {
    DeviceSurroundings here =
        new DeviceSurroundings(false, new Absent("nvidia-smi cannot be run"), cards, Map.of());
    return DeviceChoice.of(DeviceRequest.AUTO, here, new Only(fast), null).line();
  }

  @Test
  void autoTriesCardsInTurnTheBestFirst() {
    assertThat(auto(LAPTOP, "RTX")).isEqualTo("device: opencl on RTX (NVIDIA CUDA 1): fast");
    assertThat(auto(LAPTOP, "Iris"))
        .isEqualTo(
            "device: opencl on Iris (Intel OpenCL 1): fast; RTX (NVIDIA CUDA 1) is left idle, as it"
                + " is slow");
    assertThat(auto(LAPTOP, "none"))
        .isEqualTo(
            "device: cpu; RTX (NVIDIA CUDA 1) is left idle, as it is slow; Iris (Intel OpenCL 1) is"
                + " left idle, as it is slow");
  }

  /** A driver that lacks float64 for it stands behind another that has it. */
  @Test
  void ofOneCardByTwoDriversTheOneWithFloat64IsTaken() {
    OpenClCards cards =
        new OpenClCards.Present(
            List.of(
                gpu(0, "Radeon", "AMD Accelerated Parallel Processing", 8, false, SLOT),
                gpu(1, "Radeon by Mesa", "rusticl", 8, true, SLOT)));
    assertThat(auto(cards, "Radeon by Mesa")).startsWith("device: opencl on Radeon by Mesa");
  }

  private static String tool(Path folder, String script) throws IOException {
    Path tool = Files.createTempFile(folder, "smi", ".sh");
    Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return Objects.requireNonNull(tool.toString());
  }
}
