package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * A published data set on this machine, fetched once. A file gets its name only when it is
 * complete: it is fetched into a temporary folder, compared with the published SHA-256, and
 * renamed. So an aborted fetch leaves no file that is used, and processes that fetch at the same
 * time replace files by equal ones.
 */
public final class DataCache {
  private final Publication wanted;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * Creates a cache, which may still be empty.
   *
   * @param cache the directory of all data sets; this one has a directory of its name in it
   * @param wanted the data set
   * @param progress receives a line on each fetch and failure
   */
  public DataCache(Path cache, Publication wanted, Consumer<String> progress) {
    this.wanted = wanted;
    this.directory = cache.resolve(wanted.name());
    this.progress = progress;
  }

  /**
   * Fetches missing files, and returns the directory of all files, each with its published content.
   *
   * @throws RequestException if no source provides a missing file, or the cache cannot be written
   */
  public Path fetch() {
    try {
      Set<PublishedFile> missing = missing();
      List<String> failures = new ArrayList<>();
      for (DataSource source : missing.isEmpty() ? List.<DataSource>of() : wanted.sources()) {
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

  private Set<PublishedFile> missing() throws IOException {
    Set<PublishedFile> missing = new LinkedHashSet<>();
    for (PublishedFile file : wanted.files()) {
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

  /** Fetches files from a source, and returns those that were complete and are now in the cache. */
  private Set<PublishedFile> fetch(
      DataSource source, Set<PublishedFile> lacking, List<String> failures) throws IOException {
    progress.accept("Fetching %s from %s".formatted(wanted.title(), source.location()));
    Files.createDirectories(directory);
    Path arrivals = Files.createTempDirectory(directory, ".arriving-");
    try {
      Optional<String> trouble = bring(source, lacking, arrivals);
      Set<PublishedFile> adopted = adopt(arrivals, lacking);
      if (!adopted.equals(lacking)) {
        String reason =
            trouble.orElse(
                "what it sent is not %s as published (SHA-256 differs)".formatted(wanted.title()));
        failures.add(source.location() + ": " + reason);
        progress.accept("No %s from %s: %s".formatted(wanted.title(), source.location(), reason));
      }
      return adopted;
    } finally {
      FileUtils.deleteQuietly(arrivals.toFile());
    }
  }

  private static Optional<String> bring(
      DataSource source, Set<PublishedFile> lacking, Path arrivals) {
    try {
      source.fetch(List.copyOf(lacking), arrivals);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Cause.of(e));
    }
  }

  private Set<PublishedFile> adopt(Path arrivals, Set<PublishedFile> lacking) throws IOException {
    Set<PublishedFile> adopted = new LinkedHashSet<>();
    for (PublishedFile file : lacking) {
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
        "Cannot fetch %s (%s); put %s into %s, or set GEODESIC_CACHE to a directory that holds them in %s/"
            .formatted(
                wanted.title(),
                String.join("; ", failures),
                wanted.fileNames(),
                directory,
                wanted.name()));
  }
}
