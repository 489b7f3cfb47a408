package dev.geodesic.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mirror on the loopback interface that answers as a test wants it to. */
final class MirrorServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  interface Answer {
    void to(HttpExchange exchange, MirrorServer server) throws IOException, InterruptedException;
  }

  MirrorServer(Answer answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/mnist/",
        exchange -> {
          requests.add(fileName(exchange));
          try (exchange) {
            answer.to(exchange, this);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  /** A healthy mirror: labels gzipped, images not, to save time. */
  static Answer real() {
    return (exchange, server) -> {
      Path file = RealDigits.directory().resolve(fileName(exchange).replaceFirst("\\.gz$", ""));
      byte[] bytes = Files.readAllBytes(file);
      send(exchange, file.toString().contains("labels") ? IdxFiles.gzip(bytes) : bytes);
    };
  }

  static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String fileName(HttpExchange exchange) {
    return Path.of(exchange.getRequestURI().getPath()).getFileName().toString();
  }

  /** Blocks until the test is over. */
  void hang() throws InterruptedException {
    closing.await();
  }

  URI address() {
    return URI.create("http://127.0.0.1:%d/mnist/".formatted(server.getAddress().getPort()));
  }

  /** This server as a source, which a busy machine has time to be. */
  HttpMirror mirror() {
    return HttpMirror.at(address(), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  /** This server as a source that is given up after two seconds. */
  HttpMirror hastyMirror() {
    return HttpMirror.at(address(), Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  /** The files that were asked for so far. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
