package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/options.sh: options and settings of Spark, and the files that hold them. */
class SparkOptionsTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  /** Names of options, from a field of Spark's own parser. */
  private static String[] sparkOptions(String field) throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var names = type.getDeclaredField(field);
    names.setAccessible(true);
    return Arrays.stream((String[][]) names.get(constructor.newInstance()))
        .flatMap(Arrays::stream)
        .sorted()
        .distinct()
        .toArray(String[]::new);
  }

  /** Those options that the launcher neither passes to Spark nor refuses, one on each line. */
  private String unknown(String[] options, String value) throws Exception {
    String script =
        """
        source submit/lib.sh; source submit/options.sh; value=%s
        fail() { refused=yes; }
        for option; do
          arguments=() refused=
          split_arguments run "$option" $value
          [[ "${#arguments[@]}$refused" == [01]* || -n $refused ]] || echo "$option"
        done
        """
            .formatted(value);
    End end = machine.bash(script, options);
    assertThat(end.err()).isEmpty();
    return end.out();
  }

  @Test
  void everyOptionOfSparkSubmitIsKnown() throws Exception {
    // Only Spark's own scripts use this one, to call each other.
    assertThat(unknown(sparkOptions("opts"), "k=v").lines())
        .containsExactly("--driver-default-class-path");
    assertThat(unknown(sparkOptions("switches"), "").lines())
        .containsExactly("--help", "--usage-error", "--version", "-h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--class x|--class must be left out, got: x; ",
        "--py-files x|--py-files must be left out, got: x; ",
        "--kill x|--kill must be asked of Spark itself, got: x; ",
        "--conf x|--conf must be KEY=VALUE, got: x",
        "--jars|--jars needs a value",
        "--driver-memory=|--driver-memory needs a value",
        "--properties-file=|--properties-file needs a value",
        "--conf spark.remote=sc://h|spark.remote must be left out, got: sc://h; training needs ",
        "--conf spark.api.mode=connect|spark.api.mode must be classic, got: connect; "
            + "training needs ",
        "--driver-memory 300m|spark.driver.memory (--driver-memory) must be >= 512m, ",
        "--driver-memory 4x|spark.driver.memory (--driver-memory) must be a size as 4g or 700m, "
            + "got: 4x",
        "--driver-memory 4096|spark.driver.memory (--driver-memory) must be a size as 4g or 700m, ",
        "--conf spark.driver.memory=-1g|spark.driver.memory (--driver-memory) must be a size ",
        "--executor-memory 100m --master spark://h:1|"
            + "spark.executor.memory (--executor-memory) must be >= ",
        "--executor-cores x|spark.executor.cores (--executor-cores) must be a whole number > 0, "
            + "got: x",
        "--total-executor-cores 0|spark.cores.max (--total-executor-cores) must be a whole ",
        "--master spark://my_host|--master must be ",
        "--master spark://my_host:7077|--master must be ",
        "--master spark://h|--master must be ",
        "--master local[x]|--master must be ",
        "--master local[0]|--master must be ",
        "--master local[99999999999]|--master must be local, local[N] (N up to 99999), ",
        "--master local[2,999999]|--master must be ",
        "--master local-cluster[1,999999,512]|--master must be ",
        "--master Local|--master must be ",
        "--master yarn|--master yarn needs an installed Spark 4.2, ",
        "--deploy-mode clusters|--deploy-mode must be client or cluster, got: clusters",
        "--deploy-mode cluster|--deploy-mode cluster needs a cluster, got: --master local[*]; ",
        "--properties-file none|--properties-file must be a file that can be read, got: none",
        "--extra-properties-file none|--extra-properties-file must be a file that can be read, "
            + "got: none"
      })
  void aWrongOptionIsRefusedInOneLine(String options, String message) throws Exception {
    assertRefused(machine.launch(options.split(" ")), message);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_REMOTE, sc://h", "SPARK_CONNECT_MODE, 1"})
  void variablesThatSelectSparkConnectAreRefused(String name, String value) throws Exception {
    machine.set(name, value);

    assertRefused(
        machine.launch("--version"),
        "%s must be unset, got: %s; training needs ".formatted(name, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local[4]",
        "local[*, 3]",
        "local-cluster[2,1,1024]",
        "spark://h-1.x:7077",
        "spark://127.0.0.1:7077",
        "spark://[::1]:7077",
        "spark://a:1,b:2"
      })
  void mastersOfEveryKindAreAccepted(String master) throws Exception {
    String out = machine.launch("--master", master).out();
    assertThat(out.replace("-Dspark.master=", "--master\n").lines())
        .containsSubsequence("--master", master);
  }

  @Test
  void memoryThatIsSetAnywhereReplacesTheDefault() throws Exception {
    Path file =
        Files.writeString(machine.directory().resolve("p.conf"), "spark.driver.memory  6g\n");
    Path site = Files.createDirectory(machine.directory().resolve("site"));
    Files.writeString(site.resolve("spark-defaults.conf"), "spark.driver.memory=7g\n");

    assertThat(machine.launch("--properties-file", file.toString()).out()).doesNotContain("4g");
    assertThat(machine.launch("--extra-properties-file", file.toString()).out())
        .doesNotContain("4g");
    assertThat(machine.launch("--conf", "spark.driver.memory=5g").out()).doesNotContain("4g");
    machine.set("SPARK_DRIVER_MEMORY", "8g");
    assertThat(machine.launch("--version").out()).doesNotContain("4g");
    machine.unset("SPARK_DRIVER_MEMORY");
    machine.set("SPARK_CONF_DIR", site.toString());
    assertThat(machine.launch("--version").out()).doesNotContain("4g");
  }

  @Test
  void propertiesFilesAreReadAsJavaReadsThem() throws Exception {
    Path file =
        Files.writeString(
            machine.directory().resolve("p.conf"),
            """
            # spark.driver.memory 300m \\
            spark.master \\
              local[3,\\
              5]\r
            spark.app.name = C:\\\\
            spark.driver.memory = 6g\r
            spark.driver.extraJavaOptions -Da='b c' \\
                -Dd=\\\\e
            """);

    End end = machine.launch("--properties-file", file.toString());

    assertThat(end.err()).isEmpty();
    assertThat(end.out()).doesNotContain("local[*]", "4g").contains(" -Da='b c' -Dd=\\e");
    Files.writeString(file, "spark.master local[3,\\\n  x]\n");
    assertThat(machine.launch("--properties-file", file.toString()).err())
        .contains(", got: local[3,x]");
  }

  @Test
  void aMasterInSparkDefaultsConfIsUsed() throws Exception {
    Files.writeString(
        machine.directory().resolve("spark-defaults.conf"), "spark.master spark://h:7077\n");
    machine.set("SPARK_CONF_DIR", machine.directory().toString());

    assertThat(machine.launch("--version").out()).doesNotContain("local[*]");
  }
}
