package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in text, as other programs write them. */
class CsvReaderTest {
  private static final String IRIS =
      """
      sepal,petal,label
      5.1,1.4,setosa
      7.0,4.7,versicolor
      6.3,6.0,virginica
      4.9,1.4,setosa
      """;

  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static DataSpec.Source source(Path file, String label, String... features) {
    return new DataSpec.Source(file.toString(), DataFormat.AUTO, label, List.of(features), "");
  }

  private static FoundData find(DataSpec.Source source) {
    return DataSets.find(
        new DataRequest(
            source,
            DataSets.at(source.dataset()),
            Optional.of(source.test()).filter(test -> !test.isEmpty()).map(DataSets::at)));
  }

  private static DataSet read(Path file, String label, String... features) {
    return find(source(file, label, features)).read();
  }

  private static Features features(DataSet data) {
    return (Features) data.train();
  }

  @Test
  void columnsAreFeaturesAndTheLabelNamesClasses() throws IOException {
    DataSet data = read(write("iris.csv", IRIS), "label");

    assertThat(data.classNames()).containsExactly("setosa", "versicolor", "virginica");
    assertThat(data.featureNames()).containsExactly("sepal", "petal");
    assertThat(data.train().labels()).containsExactly(0, 1, 2, 0);
    assertThat(features(data).values())
        .containsExactly(5.1f, 1.4f, 7.0f, 4.7f, 6.3f, 6.0f, 4.9f, 1.4f);
    assertThat(data.shape()).isEmpty();
    assertThat(data.testCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsTold(String separator) throws IOException {
    DataSet data = read(write("iris.csv", IRIS.replace(",", separator)), "label");

    assertThat(data.fingerprint())
        .isEqualTo(read(write("commas.csv", IRIS), "label").fingerprint());
  }

  @Test
  void oneContentHasOneFingerprintInEveryFormat() throws IOException {
    Path csv = write("numbers.csv", "label,a,b\n7,0.5,0\n-1,0,2.25\n7,1e-3,-4\n");
    Path libsvm = write("numbers.svm", "7 1:0.5\n-1 2:2.25\n7 1:1e-3 2:-4\n");

    assertThat(read(csv, "label").fingerprint())
        .isEqualTo(find(DataSpec.Source.of(libsvm.toString())).read().fingerprint());
    assertThat(read(csv, "label").classNames()).containsExactly("-1", "7");
  }

  @Test
  void withoutNamesColumnsAreNumbered() throws IOException {
    DataSet data = read(write("iris.csv", IRIS.replaceFirst(".*\n", "")), "3");

    assertThat(data.featureNames()).containsExactly("1", "2");
    assertThat(data.trainCount()).isEqualTo(4);
    assertThat(data.fingerprint()).isEqualTo(read(write("named.csv", IRIS), "label").fingerprint());
  }

  @Test
  void namesThatAreNumbersAreNamesWhereARowHasNumbersBelowText() throws IOException {
    DataSet data = read(write("pixels.csv", "label,0,1\n3,0,255\n4,9,8\n"), "label");

    assertThat(data.featureNames()).containsExactly("0", "1");
    assertThat(data.trainCount()).isEqualTo(2);
  }

  @Test
  void chosenFeaturesComeInTheirOrder() throws IOException {
    Path file = write("more.csv", "a,b,y,city\n1,2,0,Oslo\n3,4,1,Rome\n");

    assertThat(features(read(file, "y", "b", "a")).values()).containsExactly(2, 1, 4, 3);
    assertThat(features(read(file, "city", "y")).values()).containsExactly(0, 1);
  }

  @Test
  void spellingsOfANumberAreOneClass() throws IOException {
    DataSet data = read(write("a.csv", "y,a\n10,1\n9,2\n1e1,3\n9.0,4\n2.5,5\n"), "y");

    assertThat(data.classNames()).containsExactly("2.5", "9", "10");
    assertThat(data.train().labels()).containsExactly(2, 1, 2, 1, 0);
  }

  @Test
  void quotesBlanksEmptyLinesAndBooleansAreRead() throws IOException {
    Path file =
        write(
            "a.csv",
            "\ufeff\"y\", \"a, or b\" ,c\r\n\r\n\"yes\nsir\" , 1 ,TRUE\r\nno,\"2\",false\r\n\r\n");

    DataSet data = read(file, "y");

    assertThat(data.featureNames()).containsExactly("a, or b", "c");
    assertThat(data.classNames()).containsExactly("no", "yes\nsir");
    assertThat(features(data).values()).containsExactly(1, 1, 2, 0);
  }

  @Test
  void partsAreOneTableInTheOrderOfTheirNames() throws IOException {
    Files.createDirectories(directory.resolve("t"));
    write("t/part-00001-x.csv", "y,a\nb,3\n");
    write("t/part-00000-x.csv", "y,a\na,1\nb,2\n");
    write("t/_SUCCESS", "");
    write("t/part-00002-x.csv", "");

    DataSet data = read(directory.resolve("t"), "y");

    assertThat(features(data).values()).containsExactly(1, 2, 3);
    write("t/part-00003-x.csv", "a,y\n5,a\n");
    assertThatThrownBy(() -> read(directory.resolve("t"), "y"))
        .hasMessage(
            "Cannot read %s/t/part-00003-x.csv as a CSV file: column 1 must be y, as in the parts before it, got: a; correct the file, or dataset"
                .formatted(directory));
  }

  @Test
  void compressedTablesAreExpanded() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(IRIS.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(directory.resolve("iris.csv.gz"), bytes.toByteArray());

    assertThat(read(file, "label").trainCount()).isEqualTo(4);
  }

  @Test
  void aTestSetHasTheSameColumnsInAnyOrder() throws IOException {
    Path train = write("train.csv", IRIS);
    Path test = write("test.csv", "label,extra,petal,sepal\nvirginica,9,2,1\nrose,9,4,3\n");
    DataSpec.Source source =
        new DataSpec.Source(
            train.toString(), DataFormat.AUTO, "label", List.of("sepal", "petal"), test.toString());

    DataSet data = find(source).read();

    assertThat(data.testCount()).isEqualTo(2);
    assertThat(data.classNames()).containsExactly("rose", "setosa", "versicolor", "virginica");
    assertThat(data.notes())
        .contains(
            "no training sample is of class rose, which the holdout has: it cannot be learned");
  }

  @Test
  void aTestSetOfAnotherFormatIsRefused() throws IOException {
    Path train = write("train.csv", IRIS);
    Path test = write("test.svm", "1 1:1\n");

    assertThatThrownBy(
            () ->
                find(
                    new DataSpec.Source(
                        train.toString(), DataFormat.AUTO, "label", List.of(), test.toString())))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "test must be a CSV or TSV file, as %s is, got: %s, which is a LIBSVM file; set format if its name misleads",
            train, test);
  }

  @Test
  void notesTellOfColumnsThatAreSeldomMeant() throws IOException {
    StringBuilder text = new StringBuilder(",id,same,copy,x,y\n");
    for (int i = 0; i < 20; i++) {
      text.append("%d,%d,7,%d,%d,c%d\n".formatted(i, 100 + i, 5 * (i % 2), i * i % 7, i % 2));
    }

    DataSet data = read(write("a.csv", text.toString()), "y");

    assertThat(data.featureNames()).containsExactly("id", "same", "copy", "x");
    assertThat(data.notes())
        .contains(
            "column 1 has no name and is left out, as pandas writes row numbers there; name it to use it",
            "feature same is the same in all samples, so nothing is learned from it",
            "feature copy is another number for each class, and the same for all its samples: is it the label itself?",
            "feature id is 1 more in each sample: is it a row number?");
  }

  /** What is wrong, as a table with columns y, a and b, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'y,a,b\n0,1,2\n1,,3\n1,NA,?\n'|features must hold a value in each of 3 rows, got: a: none in 2, first in line 3, b: none in 1, first in line 4; fill it in, delete such rows, or list the columns to use in features",
        "'y,a,b\n0,1,x1\n1,2,Oslo\n'|a feature must hold a finite float32 number in each of 2 rows, got: b: none in 2, first in line 2 (\"x1\"); write it as a number, or list the columns to use in features",
        "'y,a,b\n0,1,1e300\n1,2,3\n'|a feature must hold a finite float32 number in each of 2 rows, got: b: none in 1, first in line 2 (\"1e300\"); write it as a number, or list the columns to use in features",
        "'y,a,b\n0,1,\"3,5\"\n1,2,3\n'|a feature must hold a finite float32 number in each of 2 rows, got: b: none in 1, first in line 2 (\"3,5\"); write it as a number, or list the columns to use in features",
        "'y,a,b\n,1,2\n1,2,3\n'|the label, column y, is missing in 1 of 2 rows, first in line 2; fill it in, or delete such rows",
        "'y,a,b\n1,1,2\n1,2,3\n'|it must hold labels of at least 2 classes, got: only 1; correct the file, or dataset",
        "'y,a,b\n'|it holds no samples; correct the file, or dataset",
        "'y,a,b\n0,1,2\n1,2\n'|line 3 must have 3 values, as the first has, got: 2; correct the file, or dataset",
        "'y,a,b\n0,1,2\n1,2,3,4\n'|line 3 must have 3 values, as the first has, got: 4; correct the file, or dataset",
        "'y,a,a\n0,1,2\n'|columns 2 and 3 have one name, a; correct the file, or dataset",
        "''|it is an empty file; fetch or copy the file again",
        "'\n \n'|it is empty; correct the file, or dataset",
        "'<html>'|it is a web page; fetch the file again",
      })
  void whatIsWrongIsNamedByColumnAndLine(String text, String reason) throws IOException {
    Path file = write("a.csv", text);

    assertThatThrownBy(() -> read(file, "y"))
        .isInstanceOf(RequestException.class)
        .message()
        .startsWith("Cannot read " + file + " as a CSV ")
        .endsWith("file: " + reason);
  }

  @Test
  void columnsThatAreNotThereAreRefused() throws IOException {
    Path file = write("iris.csv", IRIS);

    assertThatThrownBy(() -> read(file, "class"))
        .isInstanceOf(RequestException.class)
        .hasMessage("label must be of the columns of %s (sepal, petal, label), got: class", file);
    assertThatThrownBy(() -> read(file, "label", "petal", "width"))
        .hasMessage(
            "features must be of the columns of %s (sepal, petal, label), got: width", file);
    assertThatThrownBy(() -> read(file, "label", "petal", "label"))
        .hasMessage("features must not hold the label, got: label; take it out");
  }

  @Test
  void textOfAnotherEncodingIsRefused() throws IOException {
    Path file = directory.resolve("a.csv");
    Files.write(file, "y,a\nM\u00fcller,1\nb,2\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> read(file, "y"))
        .isInstanceOf(RequestException.class)
        .message()
        .startsWith("Cannot read " + file + " as a CSV file: ")
        .contains("line 1 or one after it is not UTF-8 text");
  }

  @Test
  void columnsOfOtherFormatsAreRefused() throws IOException {
    Path file = write("a.svm", "1 1:1\n2 1:2\n");

    assertThatThrownBy(() -> read(file, "y"))
        .hasMessage(
            "label and features name columns, and %s has none, as it is a LIBSVM file; leave them out, or set format",
            file);
  }

  @Test
  void theFormatOfATextFileCanBeSet() throws IOException {
    Path file = write("iris.data", IRIS);

    DataSet data =
        find(new DataSpec.Source(file.toString(), DataFormat.CSV, "label", List.of(), "")).read();

    assertThat(data.trainCount()).isEqualTo(4);
  }
}
