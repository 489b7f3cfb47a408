package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibsvmReaderTest {
  @TempDir private Path directory;

  @Test
  void labelsBecomeClassesInAscendingOrder() {
    DataSet data = read("7 1:0.5 4:-2\n-1 2:1e3\n\n# remark\n3 3:0.1\n-1 1:1\n");

    assertThat(data.classes()).isEqualTo(3);
    assertThat(data.shape()).contains(new ImageShape(2, 2));
    assertThat(data.testCount()).isZero();
    Features train = (Features) data.train();
    assertThat(train.labels()).containsExactly(2, 0, 1, 0);
    assertThat(train.values())
        .containsExactly(0.5f, 0, 0, -2, 0, 1000, 0, 0, 0, 0, 0.1f, 0, 1, 0, 0, 0);
  }

  /** What Spark's reader made of the same file: results of then stay with it. */
  @Test
  void theFingerprintIsThatOfEveryVersion() {
    assertThat(
            read("""
                7 1:0.5 4:-2
                -1 2:1e3 3:-0

                # remark
                +1.0 3:0.1 5:-1e-60
                -1 1:16777217 2:.3333333333333333333333 4:1e-45
                3
                """)
                .fingerprint())
        .isEqualTo("a16c8220d1c85adc4f43588537bc19ec4568b4836739fc98fe6743462371d1d4");
    assertThat(read(randomLines()).fingerprint())
        .isEqualTo("3b6b8962f6f9c674fea4ac61473b3e30f2342e18e08d69b7c181c22507d8a128");
  }

  private static String randomLines() {
    StringBuilder lines = new StringBuilder();
    Random random = new Random(5);
    for (int line = 0; line < 3000; line++) {
      lines.append(random.nextInt(5) - 2);
      int index = 0;
      for (int k = 0; k < 20; k++) {
        index += 1 + random.nextInt(9);
        lines.append(' ').append(index).append(':');
        switch (k % 5) {
          case 0 -> lines.append(random.nextGaussian());
          case 1 -> lines.append((float) random.nextGaussian());
          case 2 -> lines.append(random.nextInt(1000));
          case 3 -> lines.append("%.4f".formatted(random.nextDouble()));
          default -> lines.append(random.nextDouble() * Math.pow(10, random.nextInt(60) - 40));
        }
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 1:2\n-1 2:3\n",
        "1.0 1:2.0\n-1e0 2:30e-1",
        "1\t1:2\n-1\t2:3",
        "1 1:2  \r\n-1 2:3\r\n\r\n",
        "1 1:2\r-1 2:3\r",
        "\ufeff1 1:2\n-1 2:3\n",
        "# a header in words\n\n1 1:2 # the first\n  # nothing\n-1 2:3#end",
        "  1   +1:2\n\t-1 02:3.",
        "1 1:2 2:0\n-1 2:3\n"
      })
  void whatMeansTheSameReadsTheSame(String lines) {
    assertThat(read(lines).fingerprint()).isEqualTo(read("1 1:2\n-1 2:3\n").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1 1:2;0 x:3          | line 2: features must be index:value, got: "x:3"
          a 1:2;0 1:3          | line 1: labels must be integers, got: "a"
          1 1:2;;0 2:3 1:4     | line 3: indices must ascend, got: "1:4" after 2
          1 1:2;0 2:3 2:4      | line 2: an index must not come twice in a line, got: "2:4"
          1 1;0 1:2            | line 1: features must be index:value, got: "1"
          1 1:2;0 0:3          | line 2: indices must start at 1, got: "0:3" (add 1 to every index;
          1 1:2;0 -1:3         | line 2: features must be index:value, got: "-1:3"
          1 1:2:3;0 1:3        | line 1: features must be index:value with a decimal number, got: "1:2:3"
          1 1:1d;0 1:3         | line 1: features must be index:value with a decimal number, got: "1:1d"
          1 1:0x1p3;0 1:3      | line 1: features must be index:value with a decimal number, got: "1:0x1p3"
          1 1:;0 1:3           | line 1: features must be index:value with a decimal number, got: "1:"
          1 1:0,5;0 1:3        | line 1: features must be index:value with a decimal number, got: "1:0,5"
          1 1:1e;0 1:3         | line 1: features must be index:value with a decimal number, got: "1:1e"
          0.5 1:2;0 1:3        | line 1: labels must be integers, got: "0.5"
          NaN 1:2;0 1:3        | line 1: labels must be integers, got: "NaN"
          inf 1:2;0 1:3        | line 1: labels must be integers, got: "inf"
          9007199254740993 1:2;0 1:3 | line 1: labels must be integers below 2^53, got: "9007199254740993"
          9007199254740992 1:2;0 1:3 | line 1: labels must be integers below 2^53, got: "9007199254740992"
          1e999 1:2;0 1:3      | line 1: labels must be integers below 2^53, got: "1e999"
          1 qid:3 1:2;0 1:3    | line 1: qid belongs to ranking, not to classes; take it out of every line, got: "qid:3"
          1:2 2:3;0 1:3        | line 1: a line must start with its label, got: "1:2"
          1,0.5,3;0,2,3        | line 1: a line must start with one label, and blanks follow it, got: "1,0.5,3" (several
          1 1:NaN;0 1:3        | line 1: values must be finite float32 numbers, got: "1:NaN"
          1 1:-Infinity;0 1:3  | line 1: values must be finite float32 numbers, got: "1:-Infinity"
          1 1:1e300;0 1:3      | line 1: values must be finite float32 numbers, got: "1:1e300"
          1 99999999999:1      | line 1: indices must be <= 2147483639, got: "99999999999:1"
          40;1 1:2;0 1:3       | line 1 is a label alone, 40, which no line with features has; take it out if it is a header,
          1 1:2;0 1:\u001b[31m | line 2: features must be index:value with a decimal number, got: "1:\\u001b[31m"
          4 1:2;4 1:3          | it must hold labels of at least 2 classes, got: only 4
          1;0                  | no line holds a feature
          # nothing            | it holds no samples
          ``                   | it holds no samples
          """)
  void aMistakeIsAnsweredInOneLine(String lines, String reason) {
    Path file = write("data.libsvm", lines.replace(';', '\n'));

    assertThatThrownBy(() -> DataSets.find(DataRequest.of(DataPlace.local(file))))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot read %s as a LIBSVM file: %s".formatted(file, reason))
        .hasMessageEndingWith("; correct the file, or dataset")
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  /** Explicit zeros count for nothing, what is rounded to a negative zero does. */
  @Test
  void mostlyZerosAreHeldSparse() {
    StringBuilder lines = new StringBuilder("1 1:2 3:0 400:-0 900:-1e-60\n2\n");
    for (int line = 0; line < 20; line++) {
      lines.append(line % 2).append(" 1:0 2:0 3:0 ").append(10 + line).append(":1 1000:3\n");
    }
    DataSet data = read(lines.toString());

    SparseFeatures train = (SparseFeatures) data.train();
    assertThat(train.rows().values()).hasSize(42).startsWith(2, -0.0f, 1, 3);
    assertThat(train.rows().columns()).startsWith(0, 899, 9, 999);
    assertThat(train.rows().starts()).startsWith(0, 2, 2, 4).endsWith(42);
    assertThat(data.fingerprint())
        .isEqualTo(
            DataSet.of(new Features(train.rows().toArray(), train.labels(), 1000)).fingerprint());
    assertThat(data.notes()).anyMatch(note -> note.startsWith("1 values are too small"));
  }

  @Test
  void whatIsTooWideToBeHeldDenseIsHeldSparse() {
    DataSet data = read("1 1400000000:1\n0 1:1\n");

    assertThat(data.width()).isEqualTo(1_400_000_000);
    assertThat(((SparseFeatures) data.train()).rows().columns()).containsExactly(1_399_999_999, 0);
  }

  @Test
  void aWordOfMegabytesIsCut() {
    Path file = write("data.libsvm", "1 1:2\n0 " + "x".repeat(3_000_000));

    assertThatThrownBy(() -> DataSets.find(DataRequest.of(DataPlace.local(file))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(
            "line 2: words must be shorter than 4096 bytes, got: \"" + "x".repeat(60) + "...\"")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void aLineOfMegabytesIsRead() {
    StringBuilder line = new StringBuilder("1");
    for (int index = 1; index <= 400_000; index++) {
      line.append(' ').append(index).append(":0.25");
    }

    DataSet data = read(line + "\n0 1:1\n");

    assertThat(data.width()).isEqualTo(400_000);
    assertThat(((Features) data.train()).values()[399_999]).isEqualTo(0.25f);
  }

  /** Where a buffer ends in the middle of a word, an end of line or a comment. */
  @Test
  void noPlaceInTheFileIsSpecial() {
    String last = "-1 7:0.125\r\n2 3:4 # end\r\n";
    for (int length = (1 << 16) - 40; length < (1 << 16) + 4; length++) {
      String comment = "#" + "c".repeat(length - 2) + "\n";
      Features train = (Features) read(comment + last).train();
      assertThat(train.labels()).containsExactly(0, 1);
      assertThat(train.values()).containsExactly(0, 0, 0, 0, 0, 0, .125f, 0, 0, 4, 0, 0, 0, 0);
    }
  }

  @Test
  void aLabelAloneIsASampleOfZerosWhereItsClassIsKnown() {
    DataSet data = read("1\n0 1:2\n1 1:3\n0\n");

    assertThat(((Features) data.train()).values()).containsExactly(0, 2, 3, 0);
    assertThat(data.notes())
        .containsExactly(
            "the first line is a label alone, which is taken for a sample of zeros, not a header");
  }

  @Test
  void aLabelAloneThatMakesAClassIsSaid() {
    Path file = write("data.libsvm", "0 1:2\n1\n40\n1 1:3\n40\n");

    assertThat(load(file).notes())
        .containsExactly(
            "line 3 of %s is a label alone, 40, which no line with features has: it counts as a class"
                .formatted(file));
  }

  @Test
  void featuresThatAreNotScaledAreSaid() {
    assertThat(read("1 1:10 2:-10\n0 1:.5\n").notes()).isEmpty();
    assertThat(read("1 1:.1 2:-812.4\n0 1:.5\n").notes())
        .containsExactly(
            "features reach 812, and first steps may be far too long for that; where trials"
                + " diverge, set scale = unit or standard");
  }

  @Test
  void whatFloat32CannotTellIsSaid() {
    assertThat(read("0 1:1700000001\n1 1:1700000002 2:1e-50\n").notes())
        .contains(
            "1 values are too small for float32 and count as 0, as 1.0E-50; bring such features to a larger unit"
                + "; 2 whole numbers are rounded to float32, as 1700000001 to 1700000000; subtract what they have in common, or leave out identifiers");
    assertThat(read("0 1:0\n1 2:0\n").notes())
        .containsExactly("all features are 0: nothing can be learned but how often a class occurs");
  }

  @Test
  void labelsThatAreNamesOrNumbersToPredictAreSaid() {
    String lines =
        IntStream.range(0, 30).mapToObj("%1$d 1:0.%1$d\n"::formatted).collect(Collectors.joining());
    assertThat(read(lines).notes())
        .containsExactly(
            "30 samples have 30 different labels: are they names of samples, or numbers to predict?");
    assertThat(read(lines.replaceAll("(?m)^.*?(.) ", "$1 ")).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fold[1].svm", "{a,b}", "a?b*", "back\\slash", "a b", "_x", ".x", "a:b"})
  void aNameIsNoPattern(String name) throws IOException {
    write("fold1.svm", "1 1:9\n0 1:9\n");
    write("a", "1 1:9\n0 1:9\n");
    String lines = "1 1:2\n0 1:3\n";
    assertThat(load(write(name, lines)).fingerprint()).isEqualTo(read(lines).fingerprint());

    Files.delete(directory.resolve(name));
    assertThatThrownBy(() -> load(directory.resolve(name)))
        .hasMessageEndingWith("(nothing is there)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"part-00000.gz", "part-00000~", "part-00000.bak", "part-00000.svm.gz.old"})
  void aPartIsReadOnce(String copy) {
    write("out/part-00000" + (copy.contains("svm") ? ".svm" : ""), "0 1:3\n1 1:2\n");
    write("out/" + copy, "0 1:3\n1 1:2\n");

    assertThatThrownBy(() -> load(directory.resolve("out")))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot choose between " + directory.resolve("out/part-00000"))
        .hasMessageEndingWith(
            ": they are one part, written down twice; delete the one that is not meant");
  }

  @Test
  void aHeaderWithinALaterPartIsNamedWithItsFile() {
    write("out/part-00000", "0 1:3\n1 1:2\n");
    write("out/part-00001", "40\n0 1:3\n");

    assertThatThrownBy(() -> load(directory.resolve("out")))
        .hasMessageStartingWith(
            "Cannot read %s as a LIBSVM file: line 1 is a label alone, 40,"
                .formatted(directory.resolve("out/part-00001")));
  }

  @Test
  void aDirectoryOfTwoFormatsIsRefused() {
    IdxFiles.write(directory, 2, 2, 4, 2);
    write("part-00000", "0 1:3\n1 1:2\n");

    assertThatThrownBy(() -> load(directory))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot choose between the IDX files and the parts of a LIBSVM file in %s; move one of them to a directory of its own"
                .formatted(directory));
  }

  @Test
  void aDirectoryOfPartsIsOneFile() {
    write("out/part-00001-x.libsvm", "0 1:3\n");
    write("out/part-00000-x.libsvm", "1 1:2\n");
    write("out/part-00002-x.libsvm", "");
    write("out/_SUCCESS", "");
    write("out/.part-00000-x.libsvm.crc", "crc\0\0");
    write("out/readme", "about");

    assertThat(load(directory.resolve("out")).fingerprint())
        .isEqualTo(read("1 1:2\n0 1:3\n").fingerprint());

    Path broken = write("out/part-00001-x.libsvm", "0 1:3\nx");
    assertThatThrownBy(() -> load(directory.resolve("out")))
        .hasMessageStartingWith("Cannot read %s as a LIBSVM file: line 2: ".formatted(broken));
  }

  @Test
  void aCompressedFileIsReadWhateverItsName() {
    String lines = "1 1:2\n0 1:3\n";
    String fingerprint = read(lines).fingerprint();
    byte[] text = lines.getBytes(StandardCharsets.UTF_8);
    for (byte[] packed :
        new byte[][] {
          IdxFiles.gzip(text),
          IdxFiles.gzip(IdxFiles.gzip(text)),
          Packed.members(
              IdxFiles.gzip("1 1:2\n".getBytes(StandardCharsets.UTF_8)),
              IdxFiles.gzip("0 1:3\n".getBytes(StandardCharsets.UTF_8))),
          Packed.bzip2(text),
          Packed.xz(text),
          Packed.zstd(text),
          Packed.zip("a.txt", text)
        }) {
      Path file = directory.resolve("plain.txt");
      IdxFiles.write(file, packed);
      assertThat(load(file).fingerprint()).isEqualTo(fingerprint);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <!DOCTYPE html><p>Sign in                        | it is a web page; fetch the file again
          version https://git-lfs.github.com/spec/v1;oid x | it is a pointer of Git LFS and not the file itself; git lfs pull brings it
          PAR1....                                         | it is a Parquet file; set format = parquet
          @RELATION iris                                   | it is an ARFF file; save it as LIBSVM
          1\u00001:2                                       | it is no text; correct the file, or dataset
          """)
  void whatIsSomethingElseIsNamed(String text, String answer) {
    Path file = write("data", text.replace(';', '\n').replace("\\u0000", "\0"));

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(RequestException.class)
        .hasMessage("Cannot read %s as a LIBSVM file: %s".formatted(file, answer));
  }

  @Test
  void aTruncatedArchiveIsNamedAsSuch() {
    byte[] packed = IdxFiles.gzip(randomLines().getBytes(StandardCharsets.UTF_8));
    Path file = directory.resolve("data.gz");
    IdxFiles.write(file, Arrays.copyOf(packed, packed.length / 2));

    assertThatThrownBy(() -> load(file))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot use %s: its gzip cannot be expanded: ".formatted(file))
        .hasMessageEndingWith("; fetch or copy the file again");
  }

  private DataSet read(String lines) {
    return load(write("data.libsvm", lines));
  }

  private static DataSet load(Path file) {
    return DataSets.find(DataRequest.of(DataSets.at(file.toString()))).read();
  }

  private Path write(String name, String lines) {
    Path file = directory.resolve(name);
    IdxFiles.write(file, lines.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  /** As a9a and a9a.t, of which one names a feature that the other never has. */
  @ParameterizedTest
  @ValueSource(ints = {3, 400})
  void aTestFileHasTheFeaturesAndClassesOfBoth(int last, @TempDir Path directory)
      throws IOException {
    Path train = Files.writeString(directory.resolve("a9a"), "-1 1:0.5\n7 2:2\n");
    Path test =
        Files.writeString(directory.resolve("a9a.t"), "7 1:1 %d:4\n3 1:3\n".formatted(last));

    DataSet data =
        DataSets.find(
                new DataRequest(
                    new DataSpec.Source(
                        train.toString(), DataFormat.AUTO, "label", List.of(), test.toString()),
                    DataSets.at(train.toString()),
                    Optional.of(DataSets.at(test.toString()))))
            .read();

    assertThat(data.width()).isEqualTo(last);
    assertThat(data.classNames()).containsExactly("-1", "3", "7");
    assertThat(data.train().labels()).containsExactly(0, 2);
    assertThat(data.notes())
        .contains("no training sample is of class 3, which the holdout has: it cannot be learned");
    PreparedData prepared =
        data.prepare(new DataSpec.Prepared("a9a", new Holdout.TestSet(), 0, 0, Scale.NONE));
    assertThat(prepared.holdout().labels()).containsExactly(2, 1);
    float[] features = prepared.holdout().features();
    assertThat(features).hasSize(2 * last);
    assertThat(features[last - 1]).isEqualTo(4);
    assertThat(prepared.holdout().rows())
        .isInstanceOf(last > 100 ? SparseRows.class : DenseRows.class)
        .hasSameClassAs(prepared.train().rows());
  }
}
