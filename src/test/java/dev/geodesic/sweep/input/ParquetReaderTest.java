package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.RawSamples;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Scale;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in Parquet, written by Spark itself. */
class ParquetReaderTest {
  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path directory;

  private Path write(String name, String sql) {
    Path path = directory.resolve(name);
    spark.sql(sql).write().parquet(path.toString());
    return path;
  }

  private FoundData find(String dataset, String label, String... features) {
    return findBoth(dataset, "", label, features);
  }

  private FoundData findBoth(String dataset, String test, String label, String... features) {
    return DataSetLoader.find(
        new DataSpec.Source(dataset, DataFormat.AUTO, label, List.of(features), test),
        Configuration::new,
        new ParquetReader(() -> spark),
        line -> {});
  }

  private static List<Double> values(RawSamples samples) {
    double[] row = new double[samples.width()];
    return IntStream.range(0, samples.count())
        .boxed()
        .flatMap(
            sample -> {
              samples.copy(sample, row);
              return Arrays.stream(row).boxed();
            })
        .toList();
  }

  @Test
  void numbersBooleansArraysAndVectorsAreFeatures() {
    Path path = directory.resolve("t");
    Dataset<Row> rows =
        spark.sql(
            """
            SELECT id AS n, id > 0 AS b, CAST(id AS DECIMAL(5, 2)) AS d,
                   array(id + 0.5D, 2 * id) AS a, 1 AS one, concat('c', id % 2) AS label
            FROM range(0, 3, 1, 1)
            """);
    new VectorAssembler()
        .setInputCols(new String[] {"one", "n"})
        .setOutputCol("v")
        .transform(rows)
        .drop("one")
        .write()
        .parquet(path.toString());

    DataSet data = find(path.toString(), "label").read();

    assertThat(data.classNames()).containsExactly("c0", "c1");
    assertThat(data.featureNames()).containsExactly("n", "b", "d", "a[0]", "a[1]", "v[0]", "v[1]");
    assertThat(values(data.train()))
        .containsExactly(
            0., 0., 0., .5, 0., 1., 0., 1., 1., 1., 1.5, 2., 1., 1., 2., 1., 2., 2.5, 4., 1., 2.);
    assertThat(data.train().labels()).containsExactly(0, 1, 0);
  }

  /** However many files, and however large: Spark reads large ones first. */
  @Test
  void theOrderIsThatOfTheFilesOnAnyCluster() throws IOException {
    Path many = write("many", "SELECT id AS a, id % 3 AS label FROM range(0, 1000, 1, 7)");
    Path csv =
        Files.writeString(
            directory.resolve("one.csv"),
            IntStream.range(0, 1000)
                .mapToObj(i -> "%d,%d\n".formatted(i, i % 3))
                .collect(Collectors.joining("", "a,label\n", "")),
            StandardCharsets.UTF_8);
    String expected = find(csv.toString(), "label").read().fingerprint();

    assertThat(find(many.toString(), "label").read().fingerprint()).isEqualTo(expected);
    spark.conf().set("spark.sql.files.maxPartitionBytes", "1000");
    try {
      assertThat(find(many.toString(), "label").read().fingerprint()).isEqualTo(expected);
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void foldersThatNameValuesAreAColumn() {
    Path path = directory.resolve("by label");
    spark
        .sql("SELECT id AS a, CASE id % 2 WHEN 0 THEN 'even' ELSE 'odd' END AS label FROM range(4)")
        .repartition(1)
        .write()
        .partitionBy("label")
        .parquet(path.toString());

    DataSet data = find(path.toString(), "label").read();

    assertThat(data.classNames()).containsExactly("even", "odd");
    assertThat(values(data.train())).containsExactly(0., 2., 1., 3.);
    assertThat(data.train().labels()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void namesAreLiteralAndUrisAreRead() {
    Path path = write("x[1] {a}*", "SELECT id AS a, id AS label FROM range(2)");
    write("x1 a", "SELECT id AS a, id AS label FROM range(9)");

    assertThat(find(path.toString(), "label").read().trainCount()).isEqualTo(2);
    assertThat(find("file://" + path, "label").read().trainCount()).isEqualTo(2);
  }

  @Test
  void aTestSetMayHaveItsColumnsInAnotherOrder() {
    Path train = write("train", "SELECT id AS a, 2 * id AS b, id AS label FROM range(3)");
    Path test = write("test", "SELECT id AS label, 5 AS b, 4 AS a FROM range(1)");

    DataSet data = findBoth(train.toString(), test.toString(), "label").read();

    assertThat(data.testCount()).isEqualTo(1);
    DataSpec.Prepared spec = new DataSpec.Prepared("t", new Holdout.TestSet(), 0, 0, Scale.NONE);
    assertThat(data.prepare(spec).holdout().features()).containsExactly(4, 5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id AS a, nullif(id, 1) AS label FROM range(3)|the label, column label, is missing in 1 of 3 rows; fill it in, or delete such rows",
        "SELECT nullif(id, 1) AS a, id AS label FROM range(3)|a feature must hold a value in each of 3 rows, got: a: none in 1; fill it in, delete such rows, or list the columns to use in features",
        "SELECT double('NaN') AS a, id AS label FROM range(3)|a feature must hold a value in each of 3 rows, got: a: none in 3; fill it in, delete such rows, or list the columns to use in features",
        "SELECT 'x' AS a, id AS label FROM range(3)|a feature must hold a finite float32 number in each of 3 rows, got: a: none in 3 (\"x\"); write it as a number, or list the columns to use in features",
        "SELECT double('Infinity') AS a, id AS label FROM range(3)|a feature must hold a finite float32 number in each of 3 rows, got: a: none in 3 (\"Infinity\"); write it as a number, or list the columns to use in features",
        "SELECT array_repeat(1, int(id) + 1) AS a, id AS label FROM range(0, 3, 1, 1)|column a must hold vectors of 1 numbers, as in the first row, got: 2",
        "SELECT id AS a, 1 AS label FROM range(3)|it must hold labels of at least 2 classes, got: only 1; correct the file, or dataset",
        "SELECT id AS a, 1 AS label FROM range(0)|it holds no samples; correct the file, or dataset",
      })
  void whatIsWrongIsNamedByColumn(String sql, String reason) {
    Path path = write("bad", sql);

    assertThatThrownBy(() -> find(path.toString(), "label").read())
        .isInstanceOf(RequestException.class)
        .hasMessage("Cannot read %s as a Parquet file: %s", path, reason);
  }

  @Test
  void whatIsNoParquetIsRefusedInOneLine() throws IOException {
    Path path = Files.writeString(directory.resolve("a.parquet"), "label,a\n1,2\n");

    assertThatThrownBy(() -> find(path.toString(), "label"))
        .isInstanceOf(RequestException.class)
        .message()
        .startsWith("Cannot read " + path + " as a Parquet file: ")
        .hasLineCount(1);
  }
}
