package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/java.sh: options for the JVM, those of the user and those that the launcher adds. */
class JavaOptionsTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @Test
  void theValueOfAVariableThatJavaRejectsIsNotShown() throws Exception {
    machine.set("JDK_JAVA_OPTIONS", "-Dpassword=secret bogus");

    End end = machine.launch("--version");

    assertRefused(
        end,
        "JDK_JAVA_OPTIONS must hold options that Java 17.0.15 knows, "
            + "got: Unrecognized option: bogus; ");
    assertThat(end.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Xmx3g|The driver's memory must be set by --driver-memory, got: -Xmx3g in ",
        "-Dkey=\"a|Options for the JVM must have their quotes in pairs, got: ",
        "-Dkey=\\|Options for the JVM must have their quotes in pairs, got: ",
        "-Xbogus|Options for the JVM must be known to Java 17.0.15, "
            + "got: Unrecognized option: bogus; ",
        "--dry-run|Options for the JVM must be such as -Dkey=value, ",
        "-ea -version|Options for the JVM must be such as -Dkey=value, ",
        "-cp /x|Options for the JVM must be such as -Dkey=value, ",
        "-Xlog:help|Options for the JVM must be such as -Dkey=value, ",
        "Main|Options for the JVM must be such as -Dkey=value, ",
        "@none|A file of options for the JVM must be one that can be read, got: none"
      })
  void wrongOptionsAreRefused(String options, String message) throws Exception {
    machine.set("GEODESIC_JAVA_OPTS", options);
    assertRefused(machine.launch("--version"), message);

    machine.unset("GEODESIC_JAVA_OPTS");
    assertRefused(machine.launch("--driver-java-options", options), message);
    assertRefused(machine.launch("--conf", "spark.driver.extraJavaOptions=" + options), message);
  }

  @ParameterizedTest
  @CsvSource({"-Da=b, 9999g", "-Xms6g, 4g", "'', 9999g"})
  void memoryWithWhichJavaCannotStartIsRefused(String options, String memory) throws Exception {
    machine.set("GEODESIC_JAVA_OPTS", options);

    assertRefused(
        machine.launch("--driver-memory", memory),
        "The driver's memory must be what Java can begin with, got: %s (Bad heap); "
            .formatted(memory));
  }

  @Test
  void optionsWithWhichJavaRunsNoProgramAreRefusedFromEverySource() throws Exception {
    String message = "Options for the JVM must be such as -Dkey=value, ";
    Path file = Files.writeString(machine.directory().resolve("arguments"), "# Which?\n-version\n");
    assertRefused(machine.launch("--driver-java-options=@" + file), message);
    assertRefused(
        machine.launch("--conf", "spark.driver.defaultJavaOptions=--list-modules"), message);
    machine.set("SPARK_SUBMIT_OPTS", "-help");
    assertRefused(machine.launch("--version"), message);
    machine.unset("SPARK_SUBMIT_OPTS");
    Files.writeString(machine.directory().resolve("java-opts"), "-Da=b\n-version\n");
    machine.set("SPARK_CONF_DIR", machine.directory().toString());
    assertRefused(machine.launch("--version"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_JAVA_OPTIONS|-Dsecret -Xmx100m|The driver's memory must be set by --driver-memory, "
            + "got: -Xmx100m in _JAVA_OPTIONS, ",
        "JAVA_TOOL_OPTIONS|-Dsecret -Xlog:help|JAVA_TOOL_OPTIONS must hold options "
            + "with which Java runs a program, got: -Xlog:help; ",
        "JDK_JAVA_OPTIONS|-Dsecret --list-modules|JDK_JAVA_OPTIONS must hold options "
            + "with which Java runs a program, got: --list-modules; "
      })
  void variablesThatSetTheMemoryOrWithWhichJavaRunsNoProgramAreRefused(
      String name, String value, String message) throws Exception {
    machine.set(name, value);

    End end = machine.launch("--version");

    assertRefused(end, message);
    assertThat(end.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-opens java.base/java.lang=ALL-UNNAMED -ea:dev... -esa",
        "--enable-preview -XX:+UseSerialGC",
        "-agentlib:jdwp=transport=dt_socket,server=y",
        "--illegal-access=permit -verbose:gc -Da='b c'"
      })
  void optionsForTheJvmAreAccepted(String options) throws Exception {
    machine.set("GEODESIC_JAVA_OPTS", options);
    machine.set("JAVA_TOOL_OPTIONS", "-Xmx1g");

    assertThat(machine.launch("--version").err()).isEmpty();
  }

  @Test
  void optionsFromAllSourcesAreCombined() throws Exception {
    machine.set("GEODESIC_JAVA_OPTS", "-Da='1 2'");

    End end =
        machine.launch(
            "--conf", "spark.driver.extraJavaOptions=-Db=3", "--driver-java-options=-Dc=4");

    assertThat(end.out().lines()).containsSubsequence("-Db=3", "-Da=1 2", "-Dc=4");
    assertThat(machine.launch("--master", "spark://h:1", "--driver-java-options=-Dc=4").out())
        .containsPattern("\"-Dgeodesic.log=.* -Da='1 2' -Dc=4");
  }

  @Test
  void optionsForTheCompilerDependOnTheCommand() throws Exception {
    assertThat(machine.launch("query", "--list").out().lines())
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        .doesNotContain("-XX:CompileThresholdScaling=5");
    assertThat(machine.launch("run", "a.conf").out().lines())
        .contains("-XX:CompileThresholdScaling=5")
        .doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    assertThat(machine.launch("bench").out())
        .doesNotContain("-XX:TieredStopAtLevel", "-XX:CompileThresholdScaling");
  }

  /** Java does not start with two garbage collectors. */
  @Test
  void noGarbageCollectorIsAddedToTheOneThatTheUserChose() throws Exception {
    assertThat(machine.launch("--version", "--driver-java-options=-XX:+UseParallelGC").out())
        .contains("-XX:+UseParallelGC")
        .doesNotContain("-XX:+UseSerialGC");
    assertThat(
            machine
                .launch("--version", "--conf", "spark.driver.defaultJavaOptions=-XX:-UseG1GC")
                .out())
        .doesNotContain("-XX:+UseSerialGC");
    Path file = Files.writeString(machine.directory().resolve("options"), "-XX:+UseParallelGC");
    assertThat(machine.launch("--version", "--driver-java-options=@" + file).out())
        .doesNotContain("-XX:+UseSerialGC");
    for (String options : List.of("-XX:+UseParallelGC", "@" + file)) {
      machine.set("JDK_JAVA_OPTIONS", options);
      assertThat(machine.launch("--version").out()).doesNotContain("-XX:+UseSerialGC");
    }
  }
}
