package dev.geodesic.sweep.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.DataSets;
import dev.geodesic.data.IdxFiles;
import dev.geodesic.data.RealDigits;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.sweep.Sweeps;
import dev.geodesic.sweep.cluster.SparkApplication;
import dev.geodesic.trial.BatchOrder;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.Holdout;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetLoaderTest {
  private final SparkSession spark = SparkFixture.spark();
  private final List<String> said = new ArrayList<>();

  @TempDir private Path temporary;

  private Map<String, DataSet> load(DataSpec... data) {
    SweepSpec sweep = Sweeps.sweep(List.of(data), List.of(Specs.sgd(1)), 1, 64);
    return DataSetLoader.load(SparkApplication.of(spark.sparkContext()), sweep, said::add);
  }

  @Test
  void aDirectoryOfIdxFilesIsLoadedOnceForAllItsUses() {
    String directory = IdxFiles.write(temporary, 8, 4, 40, 12).toString();
    Map<String, DataSet> loaded =
        load(Sweeps.data(directory, 8, 16), Sweeps.data(directory, 4, 40));
    assertThat(loaded).containsOnlyKeys(directory);
    assertThat(loaded.get(directory))
        .extracting(DataSet::trainCount, DataSet::testCount, DataSet::width, DataSet::classes)
        .containsExactly(40, 12, 64, 4);
  }

  @Test
  void aFileIsReadAsLibsvm() throws IOException {
    String file = temporary.resolve("data.libsvm").toString();
    Files.writeString(Path.of(file), "1 1:0.5 4:2\n0 2:1\n1 3:3\n0 1:1\n");
    DataSpec data = Specs.data(file, new Holdout.Fraction(0.25), 0, 2, BatchOrder.SEQUENTIAL);
    assertThat(load(data).get(file))
        .extracting(DataSet::trainCount, DataSet::testCount, DataSet::width, DataSet::classes)
        .containsExactly(4, 0, 4, 2);
  }

  @Test
  void mnistIsMnist() {
    // Fetched by now, if it was not before, so there is nothing to say.
    String expected = RealDigits.dataSet().fingerprint();
    assertThat(load(Sweeps.data("mnist", 14, 16)).get("mnist"))
        .extracting(DataSet::fingerprint)
        .isEqualTo(expected);
    assertThat(said).isEmpty();
  }

  @Test
  void whatAUserShouldKnowIsSaidOnce() throws IOException {
    String file = temporary.resolve("data.libsvm").toString();
    Files.writeString(Path.of(file), "1 1:0.5\n".repeat(9) + "-3 1:1\n");
    // The order of the split is fixed: its tenth is sample 8, its half has sample 9 in it.
    DataSpec tenth = Specs.data(file, new Holdout.Fraction(0.1), 0, 1, BatchOrder.SEQUENTIAL);
    DataSpec most = Specs.data(file, new Holdout.Fraction(0.9), 0, 1, BatchOrder.SEQUENTIAL);

    load(tenth, most, tenth);

    assertThat(said).isNotEmpty().doesNotHaveDuplicates();
    assertThat(said)
        .contains(
            "note on %s: all training samples are of class 1".formatted(file),
            "note on %s: no training sample is of class -3, which the holdout has: it cannot be learned"
                .formatted(file));
  }

  @Test
  void whatIsNotThereIsNamed() {
    String absent = temporary.resolve("absent").toString();
    assertThatThrownBy(() -> load(Sweeps.data(absent, 8, 16)))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "dataset must be %s, got: %s (nothing is there)".formatted(DataSets.allowed(), absent));
  }

  @Test
  void everyCombinationIsChecked() {
    String directory = IdxFiles.write(temporary, 8, 4, 40, 12).toString();
    assertThatThrownBy(() -> load(Sweeps.data(directory, 8, 16), Sweeps.data(directory, 9, 16)))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("downsample must be <= 8");
    assertThatThrownBy(() -> load(Sweeps.data(directory, 8, 16), Sweeps.data(directory, 8, 41)))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("batch-size must be <= 40");
  }
}
