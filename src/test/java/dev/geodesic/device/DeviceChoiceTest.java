package dev.geodesic.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {
  private static final String H100 = "0, NVIDIA H100 80GB HBM3, 9.0, 81559, 550.90.07";
  private static final String A100 = "1, NVIDIA A100-SXM4-40GB, 8.0, 40960, 550.90.07";
  private static final String L4 = "0, NVIDIA L4, 8.9, 23034, 535.161.08";

  private static DeviceSurroundings with(boolean hasNd4jCuda, String... lines) {
    GraphicsCards cards =
        lines.length == 0
            ? new Absent("nvidia-smi cannot be run")
            : NvidiaSmi.parse(Arrays.asList(lines));
    return new DeviceSurroundings(hasNd4jCuda, cards);
  }

  private static String line(DeviceRequest request, DeviceSurroundings here) {
    return DeviceChoice.of(request, here, null).line();
  }

  private static void refuses(DeviceSurroundings here, @Nullable String gpu, String message) {
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceChoice.of(DeviceRequest.ND4J_CUDA, here, gpu))
        .withMessage(message);
  }

  @Test
  void autoWithoutACardIsTheProcessor() {
    assertThat(DeviceChoice.of(DeviceRequest.AUTO, with(true), null))
        .isEqualTo(
            new DeviceChoice.Cpu(
                "device: cpu; there is no NVIDIA card, as nvidia-smi cannot be run"));
  }

  /** It is chosen on purpose until somebody has seen that it is right, and faster. */
  @Test
  void autoNamesTheCardThatItLeavesIdle() {
    assertThat(line(DeviceRequest.AUTO, with(true, L4)))
        .isEqualTo(
            "device: cpu; NVIDIA L4 of compute capability 8.9 is left idle, as nd4j-cuda has yet to"
                + " prove itself on a card: try geodesic device check --device nd4j-cuda, then"
                + " sweep.device = nd4j-cuda");
    assertThat(line(DeviceRequest.AUTO, with(false, L4)))
        .isEqualTo(
            "device: cpu; NVIDIA L4 is left idle, as nd4j-cuda needs ND4J's CUDA back end, got: a"
                + " build without it; mvn -Pnd4j-cuda package");
  }

  @Test
  void anH100IsToldWhatIsTheMatter() {
    assertThat(line(DeviceRequest.AUTO, with(true, H100)))
        .isEqualTo(
            "device: cpu; NVIDIA H100 80GB HBM3 is left idle, as nd4j-cuda needs a card of compute"
                + " capability 6.0 to 8.9, got: NVIDIA H100 80GB HBM3 of compute capability 9.0, for"
                + " which ND4J's CUDA 11.6 has no machine code");
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
    assertThat(DeviceChoice.of(DeviceRequest.ND4J_CUDA, both, "1").line()).contains("A100");
    assertThatExceptionOfType(RequestException.class)
        .isThrownBy(() -> DeviceChoice.of(DeviceRequest.ND4J_CUDA, both, "0"))
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
    DeviceSurroundings here = with(true, "0, Card, %s, 1000, 550".formatted(capability));
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
                    new Card(0, "NVIDIA H100 80GB HBM3", new ComputeCapability(9, 0), 81559),
                    new Card(1, "NVIDIA A100-SXM4-40GB", new ComputeCapability(8, 0), 40960))));
    assertThat(NvidiaSmi.ask(tool(folder, "echo 'No devices were found'")))
        .asString()
        .contains("answers what is not understood: No devices were found");
    assertThat(NvidiaSmi.ask(tool(folder, "exit 0"))).asString().contains("knows no card");
    assertThat(NvidiaSmi.ask(tool(folder, "echo \"Driver/library version mismatch\"; exit 18")))
        .asString()
        .contains("fails: Driver/library version mismatch");
  }

  private static String tool(Path folder, String script) throws IOException {
    Path tool = Files.createTempFile(folder, "smi", ".sh");
    Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    return Objects.requireNonNull(tool.toString());
  }
}
