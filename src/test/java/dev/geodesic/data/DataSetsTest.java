package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.trial.DataFormat;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetsTest {
  /** A conf's vocabulary stands below the formats, and names them, too. */
  @Test
  void theKeyOfAConfNamesAllFormats() {
    assertThat(DataSpec.DATASET.meaning()).isEqualTo(DataSets.allowed());
  }

  @Test
  void tellsTheFormatByWhatLiesThere(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "1 1:2", StandardCharsets.UTF_8);

    Path parts = Files.createDirectories(directory.resolve("parts"));
    Files.writeString(parts.resolve("part-0"), "1 1:2", StandardCharsets.UTF_8);

    assertThat(new IdxReader().claims(DataPlace.local(directory))).isTrue();
    assertThat(new IdxReader().claims(DataPlace.local(parts))).isFalse();
    assertThat(new LibsvmReader().claims(DataPlace.local(parts))).isTrue();
    assertThat(new CsvReader().claims(DataPlace.local(parts))).isFalse();
    for (DataReader reader : List.of(new CsvReader(), new IdxReader(), new LibsvmReader())) {
      assertThat(reader.claims(DataPlace.local(file.resolve("below")))).isFalse();
      assertThat(reader.claims(DataPlace.local(file)))
          .isEqualTo(reader.format() == DataFormat.LIBSVM);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/place", "MNIST", "a\0b"})
  void refusesWhatIsNowhere(String dataset, @TempDir Path cache) {
    assertThatThrownBy(() -> DataSets.load(dataset, cache, line -> {}))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "dataset must be %s, got: %s (nothing is there)"
                .formatted(DataSets.allowed(), dataset.replace("\0", "\\u0000")));
  }

  @Test
  void saysWhatADataSetMayBe() {
    assertThat(DataSets.allowed())
        .startsWith("mnist, fashion-mnist, a")
        .contains("a directory of IDX files")
        .endsWith(" or a Parquet file");
  }

  @Test
  void loadsADirectory(@TempDir Path directory) {
    IdxFiles.write(directory, 3, 2, 6, 2);

    DataSet data = DataSets.load(directory.toString(), directory, line -> {});

    assertThat(data.trainCount()).isEqualTo(6);
  }

  @Test
  void loadsMnistFromAFullCache(@TempDir Path cache) throws IOException {
    DataCacheTest.fill(cache);

    DataSet data = DataSets.load("mnist", cache, line -> {});

    assertThat(data.fingerprint()).isEqualTo(RealDigits.dataSet().fingerprint());
  }

  @Test
  void whatLiesHereUnderAPublishedNameIsNotTakenSilently(@TempDir Path cache) {
    // The tests stand where a folder src lies.
    Publication published =
        new Publication("src", "MNIST", Publication.MNIST.files(), List.of(), List.of());
    List<String> lines = new ArrayList<>();

    assertThatThrownBy(() -> DataSets.find(published, cache, lines::add))
        .isInstanceOf(RequestException.class);
    assertThat(lines)
        .first()
        .isEqualTo(
            "note: src is the published data set, not what lies here under that name; write ./src"
                + " for that");
  }
}
