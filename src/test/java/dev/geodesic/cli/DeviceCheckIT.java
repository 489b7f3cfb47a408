package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.geodesic.cli.RunningProgram.End;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of devices on the hardware that they are for, where it is there. */
class DeviceCheckIT {
  @TempDir private Path directory;

  private End check(String device) throws Exception {
    End end = RunningProgram.start(directory, "device", "check", "--device", device).end();
    assumeFalse(
        end.exitCode() == 2
            && end.err().matches("(?s)geodesic: device \\S+ needs .*, got: none, as .*"),
        end.err().strip());
    return end;
  }

  @Test
  void everyPrimitivePassesByNd4jCuda() throws Exception {
    assertAllPass("nd4j-cuda", check("nd4j-cuda"));
  }

  private static void assertAllPass(String device, End end) {
    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .startsWith("device: " + device + " on ")
        .containsPattern("all \\d+ primitives and solvers pass");
    assertThat(end.exitCode()).isZero();
  }

  /** Beside that it says all that decides whether it may train, and what a step costs. */
  @Test
  void everyPrimitivePassesByOpenClWhichIsDescribedAndCounted() throws Exception {
    End end = check("opencl:0");

    assertAllPass("opencl", end);
    assertThat(end.out())
        .contains("\nplatform", "\ndriver", "\nfloat64    yes\n", "\nopencl:0   ")
        .containsPattern("(?m)^\\| a step of +\\| +launches \\| +reads \\| +uploads \\|")
        .containsPattern("(?m)^\\| sgd +\\| +\\d+\\.\\d \\| +\\d+\\.\\d \\| +\\d+\\.\\d \\|");
  }

  @ParameterizedTest
  @CsvSource({
    "opencl:99, 'device opencl needs an OpenCL device of number 99, got: 0: '",
    "opencl:x, 'Invalid value for option ''--device'': must name an OpenCL device by its number'",
    "cuda, 'Invalid value for option ''--device'': must be one of auto, cpu, opencl, nd4j-cuda,"
        + " got'"
  })
  void whatIsNotThereIsRefused(String device, String message) throws Exception {
    End end = check(device);

    assertThat(end.err()).startsWith("geodesic: " + message);
    assertThat(end.exitCode()).isEqualTo(2);
  }
}
