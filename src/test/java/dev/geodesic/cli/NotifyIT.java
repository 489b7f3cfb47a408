package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.cli.RunningProgram.End;
import dev.geodesic.data.IdxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that post how they end, to a server on loopback. */
@Tag("slow")
@Timeout(240)
class NotifyIT {
  private static final String SECRET = "hunter2";

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    IdxFiles.write(Files.createDirectories(directory.resolve("digits")), 14, 10, 2000, 200);
    Files.writeString(
        directory.resolve("sweep.conf"),
        """
        sweep { steps = 200, eval-every = 100, seeds = [0, 1], mllib-baseline = false }
        data { dataset = digits, batch-size = 16 }
        optimizers = [ { name = sgd, learning-rate = [0.1, 1e38] } ]
        """);
  }

  private RunningProgram run(String url, String... options) throws IOException {
    return RunningProgram.start(
        directory,
        Stream.concat(
                Stream.of("run", "sweep.conf", "--results", "results", "--notify", url),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static List<JsonNode> notices(NoticeServer server) throws IOException {
    List<JsonNode> notices = new ArrayList<>();
    for (NoticeServer.Posted posted : server.posted()) {
      notices.add(new ObjectMapper().readTree(posted.body()));
    }
    return notices;
  }

  @Test
  void anEndIsPostedAndTheAddressKeptSecret() throws Exception {
    Path events = Files.createDirectories(directory.resolve("events"));
    try (NoticeServer server = new NoticeServer(500)) {
      End end =
          run(
                  server.url("me:" + SECRET + "@", "/" + SECRET + "?" + SECRET),
                  "--conf",
                  "spark.eventLog.enabled=true",
                  "--conf",
                  "spark.eventLog.dir=" + events.toUri())
              .end();
      assertThat(end.err()).isEmpty();
      assertThat(end.exitCode()).isZero();
      assertThat(server.posted()).hasSize(2);
      JsonNode notice = notices(server).get(1);
      assertThat(notice.get("outcome").asText()).isEqualTo("completed");
      assertThat(notice.get("exit_code").asInt(-1)).isZero();
      assertThat(notice.get("done").asInt()).isEqualTo(4);
      assertThat(notice.get("trials"))
          .isEqualTo(new ObjectMapper().readTree("{\"COMPLETED\": 2, \"DIVERGED\": 2}"));
      assertThat(notice.get("results").asText()).isEqualTo(directory.resolve("results").toString());
      assertThat(notice.get("best")).hasSize(1);
      assertThat(notice.get("best").get(0).get("optimizer").asText()).isEqualTo("sgd");
      assertThat(notice.get("text").asText())
          .contains("completed after", "4 of 4 trials trained; best: sgd ");
    }
    assertNothingIsLeftThatTellsTheSecret();
  }

  private void assertNothingIsLeftThatTellsTheSecret() throws IOException {
    assertThat(directory.resolve("events")).isNotEmptyDirectory();
    try (Stream<Path> written = Files.walk(directory)) {
      assertThat(written.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                      .doesNotContain(SECRET));
    }
    try (Stream<Path> logs = Files.list(RunningProgram.ROOT.resolve("target/logs"))) {
      assertThat(logs.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(SECRET));
    }
  }

  @Test
  void aServerThatIsNotThereChangesNoExitCode() throws Exception {
    String url;
    try (NoticeServer server = new NoticeServer()) {
      url = server.url("", "/hook");
    }
    End end = run(url, "--set", "sweep.seeds=[0]").end();
    assertThat(end.err()).matches("geodesic: the notice of the end did not reach .*\n");
    assertThat(end.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void anInterruptIsPosted(String signal, int exitCode) throws Exception {
    try (NoticeServer server = new NoticeServer()) {
      RunningProgram running = run(server.url("", "/"), "--set", "sweep.steps=2000000");
      running.await(() -> running.said("to train in"));
      running.signal(signal);
      End end = running.end();
      assertThat(end.exitCode()).isEqualTo(exitCode);
      assertThat(server.posted()).hasSize(1);
      JsonNode notice = notices(server).get(0);
      assertThat(notice.get("outcome").asText()).isEqualTo("interrupted");
      assertThat(notice.get("exit_code").asInt()).isEqualTo(exitCode);
      assertThat(notice.has("trials")).isFalse();
    }
  }

  @Test
  void anErrorIsPostedWithItsCause() throws Exception {
    try (NoticeServer server = new NoticeServer()) {
      End end = run(server.url("", "/"), "--set", "data.dataset=nowhere").end();
      assertThat(end.exitCode()).isEqualTo(2);
      JsonNode notice = notices(server).get(0);
      assertThat(notice.get("outcome").asText()).isEqualTo("failed");
      assertThat(notice.get("exit_code").asInt()).isEqualTo(2);
      assertThat(notice.get("cause").asText()).startsWith("dataset must be");
      assertThat(end.err()).isEqualTo("geodesic: " + notice.get("cause").asText() + "\n");
    }
  }

  /** Workers with less memory than asked for never get an executor. */
  @Test
  void aStallIsPostedOnce() throws Exception {
    try (NoticeServer server = new NoticeServer();
        StandaloneCluster cluster =
            new StandaloneCluster(
                directory.resolve("cluster"), "--cores", "1", "--memory", "512m")) {
      RunningProgram waiting =
          run(
              server.url("", "/"),
              "--stall-after",
              "3s",
              "--conf",
              "spark.geodesic.executorPatience=1s",
              "--master",
              cluster.url(),
              "--executor-memory",
              "2g");
      waiting.await(() -> waiting.complained("no executor from"));
      waiting.await(() -> !server.posted().isEmpty());
      Thread.sleep(5000);
      waiting.signal("TERM");
      waiting.end();
      assertThat(notices(server))
          .extracting(notice -> notice.get("event").asText())
          .containsExactly("stall", "end");
      assertThat(notices(server).get(0).get("text").asText())
          .contains("stalled: no pack has ended");
    }
  }
}
