package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataRequest;
import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.DataSize;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
  private static final long FOUR_GIGABYTES = 4L << 30;

  /** 20,242 documents of 47,236 words, of which 74 are in each. */
  private static final DataSize SPARSE = new DataSize(20_242, 47_236, 4, 31e6);

  @Test
  void aLargeSetOfDigitsTrainsInFourGigabytes() {
    DataSize digits = new DataSize(697_932 + 116_323, 784, 1, 814_255.0 * 784);
    check("local[*]", new DataSize(697_932, 784, 1, 697_932.0 * 784), 0, FOUR_GIGABYTES);
    check("local[*]", digits, 14, FOUR_GIGABYTES);
  }

  @Test
  void whatOneProcessCannotHoldIsToldWithBothNumbers() {
    assertThatThrownBy(() -> check("local[2]", SPARSE, 0, FOUR_GIGABYTES))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot hold words: 20,242 samples of 47,236 features need 9.9 GB of memory, and this"
                + " process has 4.3 GB; give it more with --driver-memory 11g");
    check("local[2]", SPARSE, 0, 10L << 30);
  }

  @Test
  void onAClusterDriverAndExecutorsAreToldApart() {
    assertThatThrownBy(() -> check("spark://h:7077", SPARSE, 0, FOUR_GIGABYTES / 2))
        .hasMessageContaining("and the driver has 2.1 GB; give it more with --driver-memory 5g");
    assertThatThrownBy(() -> check("spark://h:7077", SPARSE, 0, 8L << 30))
        .hasMessageContaining(
            "and an executor has 1.1 GB; give it more with --executor-memory 11g");
  }

  @Test
  void nothingIsReadOfWhatDoesNotFit(@TempDir Path directory) throws IOException {
    Path wide = directory.resolve("wide.svm");
    Files.writeString(wide, "1 4000:1\n0 1:1\n", StandardCharsets.UTF_8);

    FoundData found = DataSets.find(DataRequest.of(DataSets.at(wide.toString())));

    assertThat(found.size().bytes()).isEqualTo(2 * 8 + 2 * 8);
    assertThatThrownBy(() -> check("local", found.size(), 0, 250_000_000))
        .hasMessageContaining(
            "2 samples of 4,000 features with 2 values that are not 0 need 0.3 GB of memory");
  }

  @Test
  void theSizeOfImagesIsThatOfTheirHeaders(@TempDir Path directory) {
    IdxFiles.write(directory, 4, 2, 10, 5);

    DataSize size = DataSets.find(DataRequest.of(DataSets.at(directory.toString()))).size();

    assertThat(size).isEqualTo(new DataSize(15, 16, 1, 240));
    assertThat(size.preparedBytes(2)).isEqualTo(15 * (4 * 4 + 4));
  }

  private static void check(String master, DataSize size, int side, long heap) {
    FoundData found =
        new FoundData() {
          @Override
          public DataSize size() {
            return size;
          }

          @Override
          public DataSet read() {
            throw new AssertionError("read before it was measured");
          }
        };
    DataSpec use = Specs.data("words", new Holdout.Fraction(0.1), side, 16, BatchOrder.SHUFFLED);
    MemoryCheck.require(
        new SparkConf(false).set("spark.master", master),
        Map.of("words", found),
        List.of(use),
        heap);
  }
}
