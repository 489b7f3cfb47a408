package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.resource.ResourceDiscoveryScriptPlugin;
import org.apache.spark.resource.ResourceID;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code submit/discover-gpus}, asked as Spark asks it, where nvidia-smi answers this and that. */
class DiscoverGpusIT {
  private static final Path SCRIPT = RunningProgram.ROOT.resolve("submit/discover-gpus");

  /** As nvidia-smi answers {@code --format=csv,noheader}. */
  private static final String THREE_GPUS =
      """
      #!/bin/sh
      case "$*" in
        '--query-gpu=index --format=csv,noheader') printf '0\\n1\\n10\\n' ;;
        '--query-gpu=index,uuid --format=csv,noheader')
          printf '0, GPU-aa01\\n1, GPU-bb02\\n10, GPU-cc03\\n' ;;
        *) exit 2 ;;
      esac
      """;

  /** All that is on the PATH of the script. */
  @TempDir private Path programs;

  private record End(int exitCode, String out, String err) {}

  @BeforeEach
  void linkTools() throws IOException {
    for (String tool : new String[] {"bash", "grep", "head", "paste", "tr"}) {
      Path installed = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          programs.resolve(tool), Files.exists(installed) ? installed : Path.of("/bin", tool));
    }
  }

  private void nvidiaSmi(String script) throws IOException {
    Path file = Files.writeString(programs.resolve("nvidia-smi"), script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private End discover(Optional<String> visible) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().put("PATH", programs.toString());
    builder.environment().remove("CUDA_VISIBLE_DEVICES");
    visible.ifPresent(value -> builder.environment().put("CUDA_VISIBLE_DEVICES", value));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new End(process.waitFor(), out, err);
  }

  @Test
  void everyGpuIsNamedInOneLine() throws Exception {
    nvidiaSmi(THREE_GPUS);

    assertThat(discover(Optional.empty()))
        .isEqualTo(new End(0, "{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\",\"10\"]}\n", ""));
  }

  /** Spark's own plugin starts the script with the environment of this process. */
  @Test
  void sparkUnderstandsTheLine() throws Exception {
    nvidiaSmi(THREE_GPUS);
    Path wrapper =
        Files.writeString(
            programs.resolve("discover"),
            "#!/bin/sh\nexec env -u CUDA_VISIBLE_DEVICES 'PATH=%s' '%s'\n"
                .formatted(programs, SCRIPT));
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();

    ResourceInformation found =
        new ResourceDiscoveryScriptPlugin()
            .discoverResource(
                new ResourceRequest(
                    new ResourceID("spark.worker", "gpu"),
                    3,
                    Optional.of(wrapper.toString()),
                    Optional.empty()),
                new SparkConf(false))
            .orElseThrow();

    assertThat(found.name()).isEqualTo("gpu");
    assertThat(found.addresses()).containsExactly("0", "1", "10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"10|\"10\"", "1, 0|\"1\",\"0\"", "GPU-bb|\"1\"", "0,GPU-cc03|\"0\",\"10\""})
  void whereTheUserChoseOnlyThose(String visible, String addresses) throws Exception {
    nvidiaSmi(THREE_GPUS);

    assertThat(discover(Optional.of(visible)))
        .isEqualTo(new End(0, "{\"name\":\"gpu\",\"addresses\":[%s]}\n".formatted(addresses), ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|CUDA_VISIBLE_DEVICES must name GPUs of this machine (0,1,10), got: 2",
        "0,-1|CUDA_VISIBLE_DEVICES must name GPUs of this machine (0,1,10), got: 0,-1",
        "''|CUDA_VISIBLE_DEVICES must name a GPU, got: nothing; unset it"
      })
  void aChoiceThatCannotBeIsRefused(String visible, String message) throws Exception {
    nvidiaSmi(THREE_GPUS);

    assertThat(discover(Optional.of(visible)))
        .isEqualTo(new End(1, "", "discover-gpus: " + message + "\n"));
  }

  @Test
  void withoutADriverOneLineSaysSo() throws Exception {
    assertThat(discover(Optional.empty()))
        .isEqualTo(
            new End(
                1,
                "",
                "discover-gpus: Cannot find nvidia-smi: this machine has no NVIDIA driver; ask for"
                    + " no GPUs here, or install it\n"));
  }

  @Test
  void aDriverInTroubleIsQuoted() throws Exception {
    nvidiaSmi(
        "#!/bin/sh\necho 'Failed to initialize NVML: Driver/library version mismatch'\nexit 18\n");

    assertThat(discover(Optional.empty()))
        .isEqualTo(
            new End(
                1,
                "",
                "discover-gpus: Cannot ask nvidia-smi: Failed to initialize NVML: Driver/library"
                    + " version mismatch\n"));
  }

  @Test
  void aDriverWithoutGpusIsNone() throws Exception {
    nvidiaSmi("#!/bin/sh\necho 'No devices were found'\n");

    assertThat(discover(Optional.empty()).err())
        .isEqualTo("discover-gpus: Cannot find a GPU: nvidia-smi answers No devices were found\n");
  }
}
