package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.store.SampleTrials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {
  @TempDir private Path directory;
  private ResultStore store;
  private StoredCheckpoints checkpoints;

  @BeforeEach
  void prepare() {
    store = new ResultStore(directory.toUri(), new Configuration());
    store.prepare();
    checkpoints = new StoredCheckpoints(store);
  }

  private void save(String packId, String text) throws IOException {
    checkpoints.replace(packId, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String content(String packId) throws IOException {
    try (InputStream in = checkpoints.open(packId).orElseThrow()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> files() throws IOException {
    Path folder = directory.resolve("checkpoints");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theNewestTakesThePlaceOfTheOlder() throws IOException {
    assertThat(checkpoints.open("a")).isEmpty();
    save("a", "older");
    save("b", "another's");
    save("a", "newer");
    assertThat(content("a")).isEqualTo("newer");
    assertThat(content("b")).isEqualTo("another's");
    assertThat(files()).containsExactly("a.checkpoint", "b.checkpoint");
  }

  @Test
  void theOlderStaysWhereTheNewerCannotBeWritten() throws IOException {
    save("a", "older");
    assertThatThrownBy(
            () ->
                checkpoints.replace(
                    "a",
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(content("a")).isEqualTo("older");
    assertThat(files()).containsExactly("a.checkpoint");
  }

  @Test
  void oneIsDeletedAndNoneIsToo() throws IOException {
    save("a", "content");
    checkpoints.delete("a");
    checkpoints.delete("a");
    assertThat(files()).isEmpty();
  }

  @Test
  void thoseOfCommittedPacksAreDeleted() throws IOException {
    assertThat(checkpoints.deleteCommitted()).isZero();
    save("a", "of a committed pack");
    save("b", "of one that has not ended");
    store.commit("a", List.of(SampleTrials.completed(SampleTrials.SGD, 0)));
    assertThat(checkpoints.deleteCommitted()).isEqualTo(1);
    assertThat(files()).containsExactly("b.checkpoint");
  }

  @Test
  void onlyWhoHoldsTheDirectoryDeletesAll() throws IOException {
    save("a", "content");
    checkpoints.deleteAll(new NoLock("results"));
    assertThat(files()).containsExactly("a.checkpoint");
    try (ResultsLock held = ResultsLock.acquire(store)) {
      checkpoints.deleteAll(held);
      checkpoints.deleteAll(held);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void halfWrittenOnesAreDeletedWithTheOtherTemporaries() throws IOException {
    save("a", "content");
    Files.createFile(directory.resolve("checkpoints/.writing-1.tmp"));
    try (ResultsLock held = ResultsLock.acquire(store)) {
      assertThat(store.deleteTemporaries(held)).isEqualTo(1);
    }
    assertThat(files()).containsExactly("a.checkpoint");
  }
}
