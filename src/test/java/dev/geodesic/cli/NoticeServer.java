package dev.geodesic.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes notices on the loopback interface, and answers as a test wants it to. */
final class NoticeServer implements AutoCloseable {
  /** In place of a status: never answers. */
  static final int HANG = 0;

  private static final int WELL = 204;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Integer> answers = new ArrayDeque<>();
  private final List<Posted> posted = new CopyOnWriteArrayList<>();

  /** What was posted. */
  record Posted(String method, String target, String type, String authorization, String body) {}

  /** Answers with these HTTP statuses, one after the other, and then with success. */
  NoticeServer(Integer... statuses) throws IOException {
    answers.addAll(List.of(statuses));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      posted.add(
          new Posted(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              header(exchange, "Content-Type"),
              header(exchange, "Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      int status = next();
      if (status == HANG) {
        closing.await();
      } else {
        exchange.sendResponseHeaders(status, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int next() {
    return Objects.requireNonNullElse(answers.poll(), WELL);
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  /** Its URL, with a user or without, and a path and a query. */
  String url(String user, String path) {
    return "http://%s127.0.0.1:%d%s".formatted(user, server.getAddress().getPort(), path);
  }

  List<Posted> posted() {
    return posted;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
