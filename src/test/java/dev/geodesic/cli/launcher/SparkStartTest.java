package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.Submission;
import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/geodesic: the command that starts the program, directly or by spark-submit. */
class SparkStartTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @Test
  void theProgramStartsDirectly() throws Exception {
    End end = machine.launch("run", "a.conf");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out().lines())
        .containsSubsequence(
            "-Xmx4g", "-Dspark.master=local[*]", "dev.geodesic.cli.Geodesic", "run", "a.conf");
  }

  @Test
  void settingsBecomeSystemPropertiesWhereTheProgramStartsDirectly() throws Exception {
    End end =
        machine.launch(
            "--master",
            "local[3]",
            "run",
            "--conf",
            "spark.task.cpus=1",
            "--executor-memory",
            "2g",
            "--driver-memory",
            "3g",
            "a.conf");

    assertThat(end.out().lines())
        .containsSubsequence(
            "-Xmx3g",
            "-Dspark.master=local[3]",
            "-Dspark.task.cpus=1",
            "-Dspark.executor.memory=2g",
            "-Dspark.driver.memory=3g",
            "dev.geodesic.cli.Geodesic",
            "run",
            "a.conf");
  }

  /** With a master in the same process, Spark's class is called by one of the program. */
  @ParameterizedTest
  @CsvSource({
    "local[2] --packages a:b:1, dev.geodesic.cli.Submission",
    "local[2] --driver-class-path a.jar, dev.geodesic.cli.Submission",
    "local[2] --conf other.key=1, dev.geodesic.cli.Submission",
    "local[2] --conf spark.jars.packages=a:b:1, dev.geodesic.cli.Submission",
    "local[2] --verbose, dev.geodesic.cli.Submission",
    "'local-cluster[2,1,1024]', org.apache.spark.deploy.SparkSubmit",
    "spark://h:1, org.apache.spark.deploy.SparkSubmit"
  })
  void optionsThatOnlySparkUnderstandsGoToSparkSubmit(String master, String type) throws Exception {
    assertThat(Submission.class.getName()).isEqualTo("dev.geodesic.cli.Submission");
    assertThat(machine.launch(("--master " + master).split(" ")).out().lines())
        .containsSubsequence(type, "--class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPARK_CONF_DIR",
        "HADOOP_CONF_DIR",
        "YARN_CONF_DIR",
        "SPARK_DIST_CLASSPATH",
        "SPARK_SUBMIT_OPTS"
      })
  void variablesThatOnlySparkUnderstandsGoToSparkSubmit(String variable) throws Exception {
    machine.set(variable, variable.endsWith("OPTS") ? "-Da=b" : machine.directory().toString());
    assertThat(machine.launch("run", "a.conf").out().lines())
        .containsSubsequence("dev.geodesic.cli.Submission", "--class");
  }

  @Test
  void executorsOfALocalClusterHaveTheLibrariesOnTheirClassPath() throws Exception {
    assertThat(machine.launch("--master", "local-cluster[2,1,1024]").out())
        .contains(
            "spark.executor.extraClassPath=" + machine.checkout() + "/target/lib/picocli.jar");
  }

  @Test
  void jarsOfTheUserAreAddedToThoseOfTheProgram() throws Exception {
    List<String> lines =
        machine
            .launch("--master=spark://h:1", "--jars=a.jar,b.jar", "--driver-class-path=/c")
            .out()
            .lines()
            .toList();

    assertThat(lines)
        .containsSubsequence("--driver-class-path", "/c")
        .contains("a.jar,b.jar," + machine.checkout() + "/target/lib/picocli.jar");
  }

  @Test
  void aSparkHomeOfAnotherVersionIsRefused() throws Exception {
    Path empty = Files.createDirectories(machine.directory().resolve("empty"));
    machine.set("SPARK_HOME", empty.toString());
    assertRefused(machine.launch("--version"), "SPARK_HOME must name a Spark 4.2 for Scala 2.13, ");

    Path old = Files.createDirectories(machine.directory().resolve("old/jars"));
    Files.writeString(old.resolve("spark-core_2.12-3.5.1.jar"), "");
    machine.set("SPARK_HOME", machine.directory().resolve("old").toString());
    assertThat(machine.launch("--version").err())
        .contains(", with spark-core_2.12-3.5.1.jar; unset it ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "printf '%s\\n' 'Error occurred during initialization of VM' 'No room'; exit 1|"
            + "Cannot start Spark: No room; see ",
        "echo Error: Wrong. >&2; set -- org.apache.spark.launcher.Main --usage-error|"
            + "Cannot start Spark with these options: Wrong.; see "
      })
  void anErrorOfSparksLauncherIsReportedInOneLine(String script, String message) throws Exception {
    machine.set("LAUNCHER", script);

    assertRefused(machine.launch("--version"), message);
  }
}
