package dev.geodesic.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.geodesic.machine.Machine;
import dev.geodesic.store.files.ManifestFile;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.run.Manifest;
import dev.geodesic.store.table.Table;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFileTest {
  private static final String SECRET = "hunter2";

  @TempDir private Path temporary;
  private ManifestFile file;

  @BeforeEach
  void open() {
    file = new ManifestFile(new ResultStore(temporary.toUri(), new Configuration()));
  }

  private static Manifest.Run run(String started) {
    return new Manifest.Run(
        started,
        "2026-11-02T06:00:00Z",
        Map.of(
            "sweep", Map.of("name", "token-study", "steps", 1000),
            "data", List.of(Map.of("password", SECRET), "hdfs://user:" + SECRET + "@host/x")),
        Manifest.Code.running(),
        Map.of("spark", "4.1.0", "java", "17"),
        Map.of("mnist", "f00d"),
        Map.of(),
        Machine.here(),
        List.of(new Manifest.Gpu("host-1", "0", "a GPU, 16 GiB")),
        new Manifest.SparkSetup(
            "local[2]",
            2,
            Map.of(
                "spark.authenticate.secret", SECRET,
                "spark.hadoop.fs.s3a.access.key", SECRET,
                "spark.ssl.keyPassword", SECRET,
                "spark.my.TOKEN", SECRET,
                "spark.driver.extraJavaOptions", "-Dx=1 -DtrustStorePassword=" + SECRET,
                "spark.app.name", "geodesic")),
        new Manifest.Work(8, 100, 20, 80, 60, 90, "a probe"),
        Map.of("COMPLETED", 12L, "DIVERGED", 4L));
  }

  @Test
  void everyRunIsKept() throws IOException {
    assertThat(file.read()).isEmpty();
    file.append("seed", run("2026-11-01T22:00:00Z"));
    file.append("seed", run("2026-11-02T05:00:00Z"));
    assertThat(file.read()).hasValueSatisfying(m -> assertThat(m.runs()).hasSize(2));
    JsonNode json = new JsonMapper().readTree(temporary.resolve("manifest.json").toFile());
    assertThat(json.at("/schema_version").asInt()).isEqualTo(3);
    assertThat(json.at("/runs/0/started").asText()).isEqualTo("2026-11-01T22:00:00Z");
    assertThat(json.at("/runs/1/started").asText()).isEqualTo("2026-11-02T05:00:00Z");
    assertThat(json.at("/runs/1/conf/sweep/steps").asInt()).isEqualTo(1000);
    assertThat(json.at("/runs/1/conf/sweep/name").asText()).isEqualTo("token-study");
    assertThat(json.at("/runs/1/work/seconds").asDouble()).isEqualTo(100);
    assertThat(json.at("/runs/1/work/predicted_seconds").asDouble()).isEqualTo(80);
    assertThat(json.at("/runs/1/work/idle_slot_seconds").asDouble()).isEqualTo(20);
    assertThat(json.at("/runs/1/trials/DIVERGED").asInt()).isEqualTo(4);
    assertThat(json.at("/runs/1/data_fingerprints/mnist").asText()).isEqualTo("f00d");
    assertThat(json.at("/runs/1/code/git_commit").asText()).isEqualTo("unknown");
    assertThat(json.at("/runs/1/gpus/0/address").asText()).isEqualTo("0");
    assertThat(json.at("/runs/1/machine/cores").asInt()).isPositive();
    assertThat(json.at("/runs/1/machine/memory_bytes").asLong()).isPositive();
    assertThat(json.at("/runs/1/machine/processor").asText()).isNotBlank();
    assertThat(json.at("/runs/1/spark/conf/spark.app.name").asText()).isEqualTo("geodesic");
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).containsExactly(temporary.resolve("manifest.json"));
    }
  }

  @Test
  void whatWasReadIsWhatWasWritten() throws IOException {
    Manifest.Run run = run("2026-11-01T22:00:00Z");
    file.append("seed", run);
    assertThat(file.read()).contains(new Manifest(Table.SCHEMA_VERSION, "seed", List.of(run)));
  }

  @Test
  void noSecretGetsIn() throws IOException {
    file.append("seed", run("2026-11-01T22:00:00Z"));
    assertThat(Files.readString(temporary.resolve("manifest.json")))
        .doesNotContain(SECRET)
        .contains("spark.authenticate.secret")
        .contains("(redacted)");
  }

  @Test
  void aDamagedManifestIsNamed() throws IOException {
    Files.writeString(temporary.resolve("manifest.json"), "{\"sweep\": ");
    assertThatThrownBy(() -> file.append("seed", run("2026-11-01T22:00:00Z")))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "A manifest must be whole JSON, got: file:%s/manifest.json (damaged); delete it: only the history of runs is lost"
                .formatted(temporary));
  }

  /** As a file is that this user may not read. */
  @Test
  void aManifestThatCannotBeReadIsNotReplaced() throws IOException {
    Path unreadable = Files.createDirectory(temporary.resolve("manifest.json"));
    assertThatThrownBy(() -> file.append("night", run("2026-11-01T22:00:00Z")))
        .isInstanceOf(RequestException.class)
        .hasMessageMatching(
            "A manifest must be a file that can be read, got: .*/manifest.json \\(.+\\); mend that, as a run adds to it");
    assertThat(unreadable).isDirectory();
  }

  @Test
  void aLinkThatLeadsNowhereIsNoAbsentManifest() throws IOException {
    Path link =
        Files.createSymbolicLink(
            temporary.resolve("manifest.json"), temporary.resolve("nowhere.json"));
    assertThatThrownBy(() -> file.append("night", run("2026-11-01T22:00:00Z")))
        .isInstanceOf(RequestException.class);
    assertThat(link).isSymbolicLink();
  }
}
