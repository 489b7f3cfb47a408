package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.RequestException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:x|must be a path or a URI, got: file:x; a URI has a slash behind its scheme, as in file:///x",
        "''|must be a path or a URI, got: nothing; is a variable unset?",
        "hdfs:x/y|must be a path or a URI, got: hdfs:x/y; a URI has a slash behind its scheme",
        "FILE:x|must be a path or a URI, got: FILE:x",
        "file://host/x|must name no host in a URI of this machine, got: file://host/x; write file:///host/x",
        "file://x|must name no host in a URI of this machine, got: file://x; write file:///x",
        "hdfs://name_node/x|must name a host of letters, digits, '-' and '.'",
        "hdfs://h:9000x/x|must name a host of letters, digits, '-' and '.', and a port up to 65535 at most, got: h:9000x in ",
        "hdfs://h:99999/x|must name a host ",
        "s3a://my_bucket/x|must name a host "
      })
  void whatIsNeitherAPathNorAUriIsRefused(String place, String message) {
    assertThatThrownBy(() -> Location.ofResults(place))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("A results directory " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs:///x",
        "hdfs://h/x",
        "hdfs://h:9000/x",
        "hdfs://[::1]:9000/x",
        "file:/x",
        "file:///x",
        "viewfs://cluster_x/x",
        "gs://my_bucket/x",
        "abfs://container@account.dfs.core.windows.net/x",
        "s3a://bucket-1.x/y"
      })
  void urisOfHadoopAreTaken(String place) {
    assertThat(Location.ofResults(place)).isEqualTo(URI.create(place));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "./file:x", "a:b", "Müller/β", "/x y/%41", "12:30"})
  void otherNamesArePathsOfThisMachine(String place) {
    assertThat(Path.of(Location.ofResults(place)))
        .isEqualTo(Path.of(place).toAbsolutePath().normalize());
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/x, --packages org.apache.hadoop:hadoop-aws:3.",
    "s3://bucket/x, 'write s3a:, and add --packages org.apache.hadoop:hadoop-aws:3.'",
    "abfss://c@a.net/x, --packages org.apache.hadoop:hadoop-azure:3.",
    "gs://bucket/x, add --jars gcs-connector"
  })
  void aFileSystemWithoutItsLibraryIsNamedWithIt(String place, String remedy) {
    assertThatThrownBy(
            () -> Location.fileSystem(new org.apache.hadoop.fs.Path(place), new Configuration()))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(
            "A place must be on a file system that Spark has a library for, got: " + place)
        .hasMessageContaining(remedy);
  }

  @Test
  void aResultsDirectoryOnSuchAFileSystemIsRefusedAlike() {
    assertThatThrownBy(() -> ResultsDirectory.of(URI.create("s3a://bucket/x"), new Configuration()))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("hadoop-aws");
  }
}
