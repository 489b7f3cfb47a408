package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Features;
import dev.geodesic.data.ImageShape;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmSourceTest {
  /** Partitions of a kilobyte, so that a small file is read in many pieces. */
  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .config("spark.ui.enabled", false)
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.sql.files.maxPartitionBytes", 1024)
          .config("spark.sql.files.openCostInBytes", 0)
          .getOrCreate();

  private static final String LINES =
      "lines must be label index:value ..., indices ascending from 1 on, got:";

  @AfterAll
  static void stop() {
    SPARK.stop();
  }

  @Test
  void labelsBecomeClassesInAscendingOrder(@TempDir Path directory) throws IOException {
    String file = write(directory, "7 1:0.5 4:-2\n-1 2:1e3\n\n# remark\n3 3:0.1\n-1 1:1\n");

    DataSet data = LibsvmSource.read(SPARK, file);

    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.shape()).contains(new ImageShape(2, 2));
    assertThat(data.testCount()).isZero();
    Features train = (Features) data.train();
    assertThat(train.labels()).containsExactly(2, 0, 1, 0);
    assertThat(train.values())
        .containsExactly(0.5f, 0, 0, -2, 0, 1000, 0, 0, 0, 0, 0.1f, 0, 1, 0, 0, 0);
  }

  @Test
  void samplesStayInFileOrderInHoweverManyPieces(@TempDir Path directory) throws IOException {
    String lines =
        IntStream.range(0, 2000)
            .mapToObj(line -> "%d 1:%d 2:1".formatted(line % 2, line + 1))
            .collect(Collectors.joining("\n"));
    String file = write(directory, lines);

    assertThat(SPARK.read().text(file).rdd().getNumPartitions()).isGreaterThan(10);
    Features train = (Features) LibsvmSource.read(SPARK, file).train();
    for (int i = 0; i < 2000; i++) {
      assertThat(train.values()[2 * i]).isEqualTo(i + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 1:2;0 x:3      | LINES "x"
          a 1:2;0 1:3      | LINES "a"
          1 1:2;0 2:3 1:4  | LINES indices should be one-based and in ascending order; found current=0
          1 1;0 1:2        | LINES Index 1 out of bounds for length 1
          0.5 1:2;0 1:3    | labels must be integers, got: 0.5
          NaN 1:2;0 1:3    | labels must be integers, got: NaN
          4 1:2;4 1:3      | it must hold labels of at least 2 classes, got: only 4
          1 1:NaN;0 1:3    | features must be finite float32 numbers, got: NaN
          1 1:1e300;0 1:3  | features must be finite float32 numbers, got: 1.0E300
          ''               | it holds no samples
          """)
  void aMistakeIsAnsweredInOneLine(String lines, String reason, @TempDir Path directory)
      throws IOException {
    String file = write(directory, lines.replace(';', '\n'));

    assertThatThrownBy(() -> LibsvmSource.read(SPARK, file))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(
            "Cannot read %s as a LIBSVM file: %s".formatted(file, reason.replace("LINES", LINES)))
        .hasMessageEndingWith("; correct the file, or dataset")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path directory) {
    String file = directory.resolve("absent").toString();

    assertThatThrownBy(() -> LibsvmSource.read(SPARK, file))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot read %s as a LIBSVM file: there is no such file; correct the file, or dataset"
                .formatted(file));
  }

  private static String write(Path directory, String lines) throws IOException {
    return Files.writeString(directory.resolve("data.libsvm"), lines, StandardCharsets.UTF_8)
        .toString();
  }
}
