package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.ResultStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The results that runs have left in a directory.
 *
 * @param root of the sweep
 */
record SweepResults(Path root) {
  /** What a run measures of the machine; all else is the same on every run. */
  private static final String[] OF_THE_MACHINE = {
    "sweep", "seconds", "slot_seconds", "attempt", "host", "gpu", "device", "device_memory"
  };

  /** What tells a committed file from another of the same name: number and time. */
  Map<String, String> packs() {
    Path packs = root.resolve("packs");
    String[] names = packs.toFile().list((folder, name) -> name.matches("pack-.*\\.parquet"));
    return Stream.of(Objects.requireNonNullElse(names, new String[0]))
        .collect(Collectors.toMap(name -> name, name -> identity(packs.resolve(name))));
  }

  private static String identity(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ids of the trials that are committed by now; none where no run has begun. */
  Set<String> finishedTrials() throws IOException {
    return Files.isDirectory(root)
        ? new ResultStore(root.toUri(), new Configuration()).finishedTrials()
        : Set.of();
  }

  /** Every file below the directory that nobody writes in now. */
  List<String> files() {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files that no run that has ended leaves. */
  List<String> leftovers() {
    return files().stream().filter(SweepResults::isLeftover).toList();
  }

  private static boolean isLeftover(String file) {
    return file.contains(".writing-")
        || file.endsWith(".crc")
        || file.endsWith(".tmp")
        || file.startsWith("merged/")
        || file.startsWith("checkpoints/")
        || file.startsWith("rungs/");
  }

  /** Every trial lies in one file, once, and every digit of every view is that of {@code other}. */
  void assertSameAs(SweepResults other, int trials) throws IOException {
    // As any reader finds them: no trial in two files.
    assertThat(SparkFixture.spark().read().parquet(root.resolve("packs").toString()).count())
        .isEqualTo(trials);
    for (String view : List.of("trials", "curves", "summary")) {
      assertThat(table(view)).as(view).isEqualTo(other.table(view));
    }
  }

  /** Every row, every digit. */
  List<String> table(String view) throws IOException {
    SparkSession spark = SparkFixture.spark();
    Views.register(spark, root.toUri());
    return spark.table(view).drop(OF_THE_MACHINE).collectAsList().stream()
        .map(Row::mkString)
        .sorted()
        .toList();
  }
}
