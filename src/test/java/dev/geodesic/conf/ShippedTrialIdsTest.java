package dev.geodesic.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.space.SearchSpace;
import dev.geodesic.trial.ContentHash;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the confs in {@code conf/} ask for, to the last digit, is what it was: results that are
 * there keep their ids, and are not trained again. A trial's id is the hash of these parameters, of
 * the data and of the trainer's version, which alone may change with a release.
 */
class ShippedTrialIdsTest {
  @ParameterizedTest
  @CsvSource({
    "family, 6450, 1ba801601d6c69eb2c2d",
    "overnight, 23328, dd10191fc1618ee6108a",
    "quickstart, 72, 1286d58cc15bd93ca601",
    "seed, 32, 9f2b474115a2c6b37e00",
    "thousand, 112, d48bd927eaa034b3f1e9",
    "tour, 3360, 27976dfb671afc6a3120",
  })
  void parametersAreThoseOfEarlierResults(String conf, int trials, String hash) {
    List<String> parameters =
        SearchSpace.of(ConfReader.read(Path.of("conf", conf + ".conf"), List.of()).sweep())
            .trials()
            .stream()
            .map(trial -> trial.parameters().toString())
            .toList();
    assertThat(parameters).hasSize(trials);
    assertThat(ContentHash.of(parameters.stream().collect(Collectors.joining("\n"))))
        .startsWith(hash);
  }
}
