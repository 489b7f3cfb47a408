package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that the first start makes for those after it. */
@Tag("slow")
@Timeout(600)
class SharedClassesIT {
  private static final Path RUN = RunningProgram.ROOT.resolve("target/run");

  @TempDir private Path directory;

  /** What a start says that loads nothing from Spark's session, and how many classes it shared. */
  private record Start(End end, long shared) {}

  private Start start() throws IOException, InterruptedException {
    Path loaded = directory.resolve("loaded.txt");
    End end =
        RunningProgram.start(
                directory,
                // The archive is of a JVM without other options.
                List.of(
                    "env",
                    "--unset=GEODESIC_JAVA_OPTS",
                    RunningProgram.ROOT.resolve("submit/geodesic").toString(),
                    "--version",
                    "--driver-java-options",
                    "-Xlog:class+load:file=" + loaded + ":none"))
            .end();
    try (Stream<String> lines = Files.lines(loaded)) {
      return new Start(end, lines.filter(l -> l.contains("shared objects file (top)")).count());
    }
  }

  /** Those of the jar as it was built last: that of an earlier one is kept for a while. */
  private static List<Path> archives() throws IOException {
    Path sum = RUN.resolve("class-path-sum");
    if (!Files.exists(sum)) {
      return List.of();
    }
    String name = ".*/classes-%s-\\d+\\.jsa".formatted(Files.readAllLines(sum).get(0));
    try (Stream<Path> files = Files.list(RUN)) {
      return files.filter(file -> file.toString().matches(name)).toList();
    }
  }

  @BeforeEach
  void awaitTheArchive() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(8);
    // A machine that is busy for a moment has it made by a later start.
    assertThat(start().end().exitCode()).isZero();
    while (archives().isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      assertThat(start().end().exitCode()).isZero();
      for (int i = 0; i < 100 && archives().isEmpty(); i++) {
        Thread.sleep(200);
      }
    }
  }

  @Test
  void laterStartsShareItsClasses() throws IOException, InterruptedException {
    assertThat(archives()).hasSize(1);
    Path archive = archives().get(0);
    assertThat(archive.getFileName().toString()).endsWith("-" + Files.size(archive) + ".jsa");
    Start start = start();
    assertThat(start.shared()).isGreaterThan(300);
    assertThat(start.end()).isEqualTo(new End(0, start.end().out(), ""));
    assertThat(start.end().out()).startsWith("geodesic ");
  }

  @Test
  void anArchiveThatWasCutShortIsLeftAlone() throws IOException, InterruptedException {
    Path archive = archives().get(0);
    Path whole = Files.copy(archive, directory.resolve("whole"));
    End before = start().end();
    try {
      assertThat(archive.toFile().setWritable(true)).isTrue();
      try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        channel.truncate(100_000_000);
      }
      assertThat(start()).isEqualTo(new Start(before, 0));
    } finally {
      Files.delete(archive);
      Files.move(whole, archive);
    }
  }

  @Test
  void anArchiveOfOtherLibrariesIsLeftAloneWithoutAWord() throws IOException, InterruptedException {
    Path archive = archives().get(0);
    Path whole = Files.copy(archive, directory.resolve("whole"));
    End before = start().end();
    byte[] rubbish = new byte[(int) Math.min(Files.size(archive), 1 << 20)];
    try {
      assertThat(archive.toFile().setWritable(true)).isTrue();
      try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        channel.write(java.nio.ByteBuffer.wrap(rubbish), 0);
      }
      assertThat(start()).isEqualTo(new Start(before, 0));
    } finally {
      Files.delete(archive);
      Files.move(whole, archive);
    }
  }
}
