package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.geodesic.cli.RunningProgram.End;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of devices on the hardware that they are for, where it is there. */
class DeviceCheckIT {
  @ParameterizedTest
  @ValueSource(strings = "nd4j-cuda")
  void everyPrimitivePassesOnTheCard(String device, @TempDir Path directory) throws Exception {
    End end = RunningProgram.start(directory, "device", "check", "--device", device).end();

    assumeFalse(
        end.exitCode() == 2 && end.err().startsWith("geodesic: device %s needs ".formatted(device)),
        end.err().strip());
    assertThat(end.err()).isEmpty();
    assertThat(end.out())
        .startsWith("device: " + device + " on ")
        .containsPattern("all \\d+ primitives and solvers pass");
    assertThat(end.exitCode()).isZero();
  }
}
