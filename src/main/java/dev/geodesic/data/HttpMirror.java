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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A web directory with the gzipped files.
 *
 * @param directory the address, with a slash at the end
 * @param answerWithin the longest time for look-up, connection and the first byte together
 * @param fileWithin the longest time for the rest of one file
 */
public record HttpMirror(URI directory, Duration answerWithin, Duration fileWithin)
    implements DataSource {

  /**
   * Returns a public mirror with a short limit for the first byte, so that one that is down costs
   * little, and a long one for the rest of a file.
   */
  public static HttpMirror at(String directory) {
    return new HttpMirror(URI.create(directory), Duration.ofSeconds(3), Duration.ofMinutes(2));
  }

  @Override
  public String location() {
    return directory.toString();
  }

  @Override
  public void fetch(Collection<PublishedFile> wanted, Path target) throws IOException {
    HttpClient client = client();
    for (PublishedFile file : wanted) {
      save(open(client, directory.resolve(file.fileName() + ".gz")), file, target);
    }
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
   * Saves a file within the time limit. The client itself bounds only the time to the first byte;
   * closing the body from another thread ends the transfer.
   */
  private void save(InputStream body, PublishedFile file, Path target) throws IOException {
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
      file.copy(Packing.expandOnce(body), target.resolve(file.fileName()));
    } catch (IOException e) {
      if (!late.get()) {
        throw e;
      }
    } finally {
      deadline.cancel(false);
    }
    if (late.get()) {
      throw new IOException(file.fileName() + " took longer than " + seconds(fileWithin));
    }
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
