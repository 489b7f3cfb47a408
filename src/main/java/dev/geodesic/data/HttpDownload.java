package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.io.function.IOConsumer;

/**
 * Downloads files over HTTP within limits of time, through the proxy that the environment names.
 *
 * @param answerWithin the longest time for look-up, connection and the first byte together
 * @param fileWithin the longest time for the rest of one file
 */
public record HttpDownload(Duration answerWithin, Duration fileWithin) {
  /**
   * A short limit for the first byte, so that a server that is down costs little, and a long one
   * for the rest of a file of tens of megabytes.
   */
  static final HttpDownload OF_A_FILE =
      new HttpDownload(Duration.ofSeconds(3), Duration.ofMinutes(2));

  /**
   * Reads a file.
   *
   * @throws IOException within bounded time, if there is no such file or the transfer fails
   */
  void read(URI address, IOConsumer<InputStream> reading) throws IOException {
    save(open(client(), address), address, reading);
  }

  private HttpClient client() throws IOException {
    try {
      return EnvironmentProxy.client(System.getenv())
          .connectTimeout(answerWithin)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
    } catch (RequestException e) {
      // Another source may reach through this network in its own way.
      throw new IOException(e.getMessage(), e);
    }
  }

  private InputStream open(HttpClient client, URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(answerWithin).build();
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw new IOException("HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (HttpTimeoutException e) {
      throw new IOException("no answer within " + seconds(answerWithin), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Reads a body within the time limit. The client itself bounds only the time to the first byte;
   * closing the body from another thread ends the transfer.
   */
  private void save(InputStream body, URI address, IOConsumer<InputStream> reading)
      throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    Executor later =
        CompletableFuture.delayedExecutor(fileWithin.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> deadline =
        CompletableFuture.runAsync(
            () -> {
              late.set(true);
              close(body);
            },
            later);
    try (body) {
      reading.accept(body);
    } catch (IOException e) {
      if (!late.get()) {
        throw e;
      }
    } finally {
      deadline.cancel(false);
    }
    if (late.get()) {
      throw new IOException("%s took longer than %s".formatted(name(address), seconds(fileWithin)));
    }
  }

  /** Returns the file's own name, without the ending of a compression. */
  private static String name(URI address) {
    return address.getPath().replaceFirst(".*/", "").replaceFirst("\\.gz$", "");
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
