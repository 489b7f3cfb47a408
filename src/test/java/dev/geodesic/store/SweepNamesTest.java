package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.files.SweepNames;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SweepNamesTest {
  private static Map<String, URI> names(String... results) {
    return SweepNames.of(Stream.of(results).map(URI::create).toList());
  }

  @Test
  void aSweepIsCalledLikeItsDirectory() {
    assertThat(names("file:///sweeps/night", "hdfs:///sweeps/day/"))
        .containsExactly(
            Map.entry("night", URI.create("file:///sweeps/night")),
            Map.entry("day", URI.create("hdfs:///sweeps/day/")));
    assertThat(names("file:///a%20b%25/")).containsOnlyKeys("a b%");
  }

  @Test
  void directoriesOfOneNameAreToldApartByTheirParents() {
    assertThat(names("file:///a/x/night", "file:///b/x/night", "file:///b/x/day"))
        .containsOnlyKeys("a/x/night", "b/x/night", "b/x/day");
    assertThat(names("file:///night", "file:///a/night").keySet())
        .containsExactly("night", "a/night");
  }

  @Test
  void whatDiffersInTheFileSystemAloneIsToldApartByIt() {
    assertThat(names("file:///a/night", "hdfs://host/a/night"))
        .containsOnlyKeys("file:/a/night", "hdfs://host/a/night");
  }

  @Test
  void aSweepThatIsNamedTwiceIsThereOnce() {
    assertThat(names("file:///a/night", "file:///a/day", "file:///a/night/").keySet())
        .isEqualTo(Map.of("night", 1, "day", 2).keySet())
        .hasSameSizeAs(List.of(1, 2));
  }
}
