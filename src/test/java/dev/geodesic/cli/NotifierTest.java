package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.cli.NoticeServer.Posted;
import dev.geodesic.cli.Notifier.Pace;
import dev.geodesic.sweep.Leaderboard.Leader;
import dev.geodesic.sweep.Leaderboard.Standing;
import dev.geodesic.trial.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifierTest {
  private static final Pace QUICK =
      new Pace(Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofMillis(2000));

  private static final Notice NOTICE =
      new Notice(
          "all is well",
          "end",
          "completed",
          0,
          null,
          "family",
          "here",
          "/results/family",
          302.5,
          12,
          12,
          Map.of("COMPLETED", 12L),
          Notice.Best.of(
              List.of(
                  new Standing(
                      "side 14",
                      List.of(
                          new Leader("adam", new Score(0, 0.25), 6, false),
                          new Leader("cg", new Score(6, Double.NaN), 6, false))))));

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private String post(String url, Pace pace) {
    PrintStream out = new PrintStream(err, true, StandardCharsets.UTF_8);
    new Notifier(NoticeAddress.of(url), out, pace).post(NOTICE);
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aNoticeIsPostedAsJson() throws IOException {
    try (NoticeServer server = new NoticeServer()) {
      assertThat(post(server.url("me:pa%40ss@", "/hook?token=abc"), QUICK)).isEmpty();
      assertThat(server.posted()).hasSize(1);
      Posted posted = server.posted().get(0);
      assertThat(posted.method()).isEqualTo("POST");
      assertThat(posted.target()).isEqualTo("/hook?token=abc");
      assertThat(posted.type()).isEqualTo("application/json");
      // What `printf me:pa@ss | base64` gives.
      assertThat(posted.authorization()).isEqualTo("Basic bWU6cGFAc3M=");
      JsonNode expected =
          new ObjectMapper()
              .readTree(
                  """
                  {"text": "all is well", "event": "end", "outcome": "completed", "exit_code": 0,
                   "sweep": "family", "host": "here", "results": "/results/family",
                   "seconds": 302.5, "done": 12, "to_train": 12, "trials": {"COMPLETED": 12},
                   "best": [
                     {"problem": "side 14", "optimizer": "adam", "test_loss": 0.25, "seeds": 6, "lost": 0,
                      "confirmed": false},
                     {"problem": "side 14", "optimizer": "cg", "seeds": 6, "lost": 6,
                      "confirmed": false}]}
                  """);
      assertThat(new ObjectMapper().readTree(posted.body())).isEqualTo(expected);
    }
  }

  @Test
  void aServerThatRecoversGetsItAtLast() throws IOException {
    try (NoticeServer server = new NoticeServer(500, 503)) {
      assertThat(post(server.url("", "/"), QUICK)).isEmpty();
      assertThat(server.posted()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 429, 408})
  void aServerInTroubleIsAskedThreeTimes(int status) throws IOException {
    try (NoticeServer server = new NoticeServer(status, status, status)) {
      assertThat(post(server.url("user:secret@", "/secret?secret#secret"), QUICK))
          .isEqualTo(
              "geodesic: the notice of the end did not reach %s/...: it answers with HTTP status %d (3 attempts); the run is unaffected\n"
                  .formatted(server.url("", ""), status));
      assertThat(server.posted()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 302})
  void aServerThatRefusesIsNotAskedAgain(int status) throws IOException {
    try (NoticeServer server = new NoticeServer(status)) {
      assertThat(post(server.url("", "/a"), QUICK))
          .contains("it answers with HTTP status " + status + " (1 attempt);");
      assertThat(server.posted()).hasSize(1);
    }
  }

  @Test
  void aServerThatHangsIsLeft() throws IOException {
    try (NoticeServer server =
        new NoticeServer(NoticeServer.HANG, NoticeServer.HANG, NoticeServer.HANG)) {
      long start = System.nanoTime();
      assertThat(post(server.url("", ""), QUICK)).contains("no answer within 0.3 s (3 attempts);");
      assertThat(System.nanoTime() - start).isLessThan(QUICK.most().toNanos());
      assertThat(server.posted()).hasSize(3);
    }
  }

  @Test
  void whateverHappensItTakesNoLongerThanItMay() throws IOException {
    Pace slow = new Pace(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(400));
    try (NoticeServer server = new NoticeServer(NoticeServer.HANG)) {
      long start = System.nanoTime();
      assertThat(post(server.url("", ""), slow)).contains("no answer within 0.4 s;");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aRefusedConnectionIsTold() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(post("http://127.0.0.1:" + port + "/hook", QUICK))
        .isEqualTo(
            "geodesic: the notice of the end did not reach http://127.0.0.1:%d/...: no connection (3 attempts); the run is unaffected\n"
                .formatted(port));
  }

  @Test
  void anEndIsNotDelayedByMoreThanFifteenSeconds() {
    assertThat(Pace.OF_A_RUN.most()).isLessThanOrEqualTo(Duration.ofSeconds(15));
  }
}
