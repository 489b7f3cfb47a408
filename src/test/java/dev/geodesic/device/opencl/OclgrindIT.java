package dev.geodesic.device.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.geodesic.check.Check;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel under Oclgrind, a simulator of OpenCL devices that reports data races, memory read
 * or written out of bounds, numbers that nobody has written, and calls of OpenCL that are wrong.
 */
@Tag("slow")
class OclgrindIT {
  private static final Pattern REPORT =
      Pattern.compile(
          "(?m)^(Invalid|Uninitialized|Controlflow depends|OCLGRIND|Oclgrind|.*[Dd]ata race|.*failed:?$).*");

  @TempDir private Path directory;

  @BeforeAll
  static void needsOclgrind() {
    assumeTrue(isInstalled(), "oclgrind is not installed");
  }

  static Stream<Arguments> checks() {
    List<Check> all = ContractPart.all();
    return IntStream.range(0, all.size()).mapToObj(i -> Arguments.of(i, all.get(i)));
  }

  /** In a process each: Oclgrind takes what stands in memory that was freed for unwritten. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("checks")
  void reportsNothing(int place, Check check) throws Exception {
    Path output = directory.resolve("output.txt");
    ProcessBuilder oclgrind =
        new ProcessBuilder(
                "oclgrind",
                "--check-api",
                "--data-races",
                "--uninitialized",
                // It does not understand all that the compiler makes of optimised kernels.
                "--build-options",
                "-cl-opt-disable",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ContractPart.class.getName(),
                "16",
                String.valueOf(place))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // It expects zeros in memory that it has just allocated.
    oclgrind
        .environment()
        .put("GLIBC_TUNABLES", "glibc.malloc.perturb=255:glibc.malloc.tcache_count=0");

    int exitCode = oclgrind.start().waitFor();

    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(REPORT.matcher(said).results().map(MatchResult::group).toList()).as(said).isEmpty();
    assertThat(said).contains("opencl on Oclgrind Simulator");
    assertThat(exitCode).as(said).isZero();
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "oclgrind")));
  }
}
