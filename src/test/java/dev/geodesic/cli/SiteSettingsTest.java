package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.cli.SiteSettings.Purpose;
import dev.geodesic.trial.RequestException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteSettingsTest {
  @TempDir private Path directory;

  private static SparkConf settled(SparkConf conf, Purpose purpose) {
    SiteSettings.settle(conf, "local[1]", purpose);
    return conf;
  }

  private static SparkConf conf(String key, String value) {
    return new SparkConf(false).set(key, value);
  }

  private static void assertThatItIsRefused(SparkConf conf, String message) {
    assertThatThrownBy(() -> settled(conf, Purpose.TRAINING))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aFolderForEventsThatIsMissingIsNamed() {
    for (String folder :
        new String[] {
          directory.resolve("none").toString(), directory.resolve("none").toUri().toString()
        }) {
      SparkConf conf = conf("spark.eventLog.enabled", "true").set("spark.eventLog.dir", folder);
      assertThatItIsRefused(
          conf,
          "spark.eventLog.dir must be a folder, as Spark's settings ask for a log of events, got: "
              + folder);
      assertThat(settled(conf, Purpose.READING).get("spark.eventLog.enabled")).isEqualTo("false");
    }
    SparkConf there =
        conf("spark.eventLog.enabled", "true").set("spark.eventLog.dir", directory.toString());
    assertThat(settled(there, Purpose.TRAINING).get("spark.eventLog.enabled")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "2, 'spark.task.cpus must be <= 1, the cores of --master local[1], got: 2'",
    "0, 'spark.task.cpus must be a whole number > 0, got: 0'",
    "many, 'spark.task.cpus must be a whole number > 0, got: many'"
  })
  void coresThatAreNotThereAreRefused(String cpus, String message) {
    assertThatItIsRefused(conf("spark.task.cpus", cpus), message);
  }

  /** Records travel as Java writes them, and no Hive is asked for tables. */
  @ParameterizedTest
  @CsvSource({
    "spark.serializer, org.apache.spark.serializer.KryoSerializer, org.apache.spark.serializer.JavaSerializer",
    "spark.kryo.registrationRequired, true, false",
    "spark.sql.catalogImplementation, hive, in-memory",
    "spark.sql.files.ignoreCorruptFiles, true, false",
    "spark.sql.files.ignoreMissingFiles, true, false"
  })
  void whatTheProgramAloneCanKnowIsItsOwn(String key, String site, String own) {
    assertThat(settled(conf(key, site), Purpose.TRAINING).get(key)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "yes"})
  void speculationIsRefused(String value) {
    assertThatItIsRefused(
        conf("spark.speculation", value), "spark.speculation must be false, got: " + value + "; ");
  }

  @Test
  void withoutAFolderToKeepThingsInNothingStarts() {
    SparkConf conf = conf("spark.local.dir", "/dev/null/a,/dev/null/b");
    assertThatThrownBy(() -> SiteSettings.checkLocalFolders(conf, Map.of()))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "spark.local.dir must name a folder that can be written, for what Spark keeps while it runs, got: /dev/null/a,/dev/null/b");
    assertThatThrownBy(
            () -> SiteSettings.checkLocalFolders(conf, Map.of("SPARK_LOCAL_DIRS", "/dev/null/c")))
        .hasMessageStartingWith("SPARK_LOCAL_DIRS must name a folder that can be written");
    conf.set("spark.local.dir", "/dev/null/a," + directory.resolve("made"));
    SiteSettings.checkLocalFolders(conf, Map.of());
  }

  @Test
  void executorsReadNamesAndWriteNumbersAsTheDriverDoes() {
    SparkConf conf = settled(conf("spark.executor.extraJavaOptions", "-Da=b"), Purpose.TRAINING);

    assertThat(conf.get("spark.executorEnv.LC_ALL")).isEqualTo("C.UTF-8");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .isEqualTo("-Da=b -Duser.language=en -Duser.country=");
  }
}
