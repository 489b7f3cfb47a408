package dev.geodesic.cli;

import dev.geodesic.data.EnvironmentProxy;
import dev.geodesic.trial.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts notices. If one does not arrive, a line says so and the run is unaffected: a notice costs
 * no more time than {@link Pace#most}, whatever server, network or name resolution do.
 */
final class Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private static final int ATTEMPTS = 3;
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_TROUBLE = 500;

  private final NoticeAddress address;
  private final PrintStream err;
  private final Pace pace;
  private final HttpClient client;

  /**
   * Creates a notifier for an address.
   *
   * @param err receives a line for each notice that did not arrive
   */
  Notifier(NoticeAddress address, PrintStream err) {
    this(address, err, Pace.OF_A_RUN);
  }

  Notifier(NoticeAddress address, PrintStream err, Pace pace) {
    this.address = address;
    this.err = err;
    this.pace = pace;
    this.client =
        EnvironmentProxy.client(System.getenv())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(pace.answer())
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /**
   * The time that a notice may cost.
   *
   * @param answer how long to wait for an answer to an attempt
   * @param firstPause before the second attempt; the next is twice as long
   * @param most for all attempts and pauses together
   */
  record Pace(Duration answer, Duration firstPause, Duration most) {
    static final Pace OF_A_RUN =
        new Pace(Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(15));
  }

  /** Posts a notice and waits for its arrival. */
  void post(Notice notice) {
    CompletableFuture<String> trouble = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> trouble.complete(attempts(notice.json())), "geodesic-notifier");
    thread.setDaemon(true);
    thread.start();
    String told;
    try {
      told = trouble.get(pace.most().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      told = noAnswer(pace.most());
    } catch (ExecutionException e) {
      told = String.valueOf(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      told = "interrupted";
    }
    if (!told.isEmpty()) {
      String line =
          "the notice of the %s did not reach %s: %s; the run is unaffected"
              .formatted(notice.event(), address, told);
      err.println("geodesic: " + line);
      LOG.warn("{}", line);
    }
  }

  /** Makes attempts, and returns why the last one failed; empty if it succeeded. */
  private String attempts(String json) {
    Duration pause = pace.firstPause();
    for (int attempt = 1; ; attempt++) {
      Answer answer = attempt(json);
      if (answer.trouble().isEmpty()) {
        return "";
      }
      LOG.info("Attempt {} to post a notice: {}", attempt, answer.trouble());
      if (attempt == ATTEMPTS || !answer.isWorthRetrying()) {
        return "%s (%s)"
            .formatted(answer.trouble(), attempt == 1 ? "1 attempt" : attempt + " attempts");
      }
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        return "interrupted";
      }
      pause = pause.multipliedBy(2);
    }
  }

  private static String noAnswer(Duration wait) {
    return "no answer within %.1f s".formatted(wait.toMillis() / 1e3);
  }

  private record Answer(String trouble, boolean isWorthRetrying) {}

  private Answer attempt(String json) {
    try {
      // A body that never ends is not waited for.
      HttpResponse<InputStream> response =
          client.send(address.post(json, pace.answer()), BodyHandlers.ofInputStream());
      response.body().close();
      int status = response.statusCode();
      boolean isWell = status >= 200 && status < 300;
      return new Answer(
          isWell ? "" : "it answers with HTTP status " + status,
          status >= SERVER_TROUBLE || status == TIMED_OUT || status == TOO_MANY);
    } catch (HttpTimeoutException e) {
      return new Answer(noAnswer(pace.answer()), true);
    } catch (ConnectException e) {
      // The exception has no further information.
      return new Answer("no connection", true);
    } catch (IOException e) {
      return new Answer(ErrorText.firstLine(String.valueOf(e.getMessage())), true);
    } catch (InterruptedException e) {
      return new Answer("interrupted", false);
    } catch (RuntimeException e) {
      return new Answer(e.getClass().getSimpleName(), false);
    }
  }
}
