package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.table.TrialColumns;
import dev.geodesic.trial.RequestException;
import dev.geodesic.trial.TrialResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultStoreTest {
  private static final String SCHEMA_VERSION_KEY = "geodesic.schema-version";
  private static final List<TrialResult> PACK =
      List.of(
          SampleTrials.completed(SampleTrials.SGD, 0),
          SampleTrials.diverged(SampleTrials.NATURAL_GRADIENT, 0, 3));

  @TempDir private Path temporary;
  private Path directory;
  private ResultStore store;

  @BeforeEach
  void prepare() {
    directory = temporary.resolve("seed");
    store = store(directory);
    store.prepare();
  }

  private static ResultStore store(Path directory) {
    return new ResultStore(directory.toUri(), new Configuration());
  }

  @Test
  void theLedgerIsWhatWasCommitted() throws IOException {
    assertThat(store.finishedTrials()).isEmpty();
    store.commit("a", PACK);
    store.commit("b", List.of(SampleTrials.completed(SampleTrials.SGD, 1)));
    assertThat(store.finishedTrials())
        .containsExactlyInAnyOrder(
            PACK.get(0).trial().id(),
            PACK.get(1).trial().id(),
            SampleTrials.completed(SampleTrials.SGD, 1).trial().id());
    assertThat(names("packs")).containsExactly("pack-a.parquet", "pack-b.parquet");
  }

  @Test
  void whatIsNotThereYetHasFinishedNothing() throws IOException {
    assertThat(store(temporary.resolve("elsewhere")).finishedTrials()).isEmpty();
  }

  @Test
  void aPackThatIsCommittedStaysAsItIs() throws IOException {
    store.commit("a", PACK);
    byte[] first = Files.readAllBytes(directory.resolve("packs/pack-a.parquet"));
    store.commit("a", List.of(SampleTrials.completed(SampleTrials.SGD, 5)));
    assertThat(directory.resolve("packs/pack-a.parquet")).hasBinaryContent(first);
  }

  @Test
  void twoExecutorsMayCommitOnePackAtOnce() throws Exception {
    ExecutorService executors = Executors.newFixedThreadPool(2);
    for (int pack = 0; pack < 20; pack++) {
      String packId = "p" + pack;
      CyclicBarrier together = new CyclicBarrier(2);
      Callable<Boolean> commit =
          () -> {
            together.await();
            store(directory).commit(packId, PACK);
            return true;
          };
      for (Future<Boolean> done : executors.invokeAll(List.of(commit, commit))) {
        assertThat(done.get()).isTrue();
      }
    }
    executors.shutdown();
    assertThat(names("packs")).hasSize(20).allMatch(name -> name.matches("pack-p\\d+\\.parquet"));
    assertThat(store.finishedTrials()).hasSize(2);
  }

  @Test
  void aHalfWrittenFileIsNeverSeenAndGoesWithTheNextRun() throws IOException {
    store.commit("a", PACK);
    byte[] whole = Files.readAllBytes(directory.resolve("packs/pack-a.parquet"));
    Path half = directory.resolve("packs/.writing-1234.tmp");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThat(store.finishedTrials()).hasSize(2);
    Views.register(SparkFixture.spark(), directory.toUri());
    assertThat(SparkFixture.spark().table("trials").count()).isEqualTo(2);
    assertThat(store.deleteTemporaries(new NoLock("results"))).isZero();
    assertThat(half).exists();
    try (ResultsLock held = ResultsLock.acquire(store)) {
      assertThat(store.deleteTemporaries(held)).isOne();
    }
    assertThat(names("packs")).containsExactly("pack-a.parquet");
  }

  @Test
  void aCommitThatFailsLeavesNothing() {
    List<TrialResult> broken = new ArrayList<>(PACK);
    broken.add(null);
    assertThatThrownBy(() -> store.commit("a", broken)).isInstanceOf(NullPointerException.class);
    assertThat(names("packs")).isEmpty();
  }

  @Test
  void aTruncatedFileIsNamedWithItsRemedy() throws IOException {
    store.commit("a", PACK);
    Path file = directory.resolve("packs/pack-a.parquet");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(access.length() - 100);
    }
    assertThatThrownBy(store::finishedTrials)
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "A results file must be a whole Parquet file, got: file:%s (%d bytes, damaged);"
                    .formatted(file, Files.size(file))
                + " delete it and run again: only its trials train anew");
    Files.delete(file);
    assertThat(store.finishedTrials()).isEmpty();
  }

  @Test
  void rubbishAndEmptyFilesAreNamed() throws IOException {
    for (byte[] content :
        List.of(new byte[0], "rubbish, but long enough".getBytes(StandardCharsets.UTF_8))) {
      Files.write(directory.resolve("packs/pack-x.parquet"), content);
      assertThatThrownBy(store::finishedTrials)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("pack-x.parquet (" + content.length + " bytes, damaged)");
    }
  }

  @Test
  void anotherSchemaVersionIsRefused() throws IOException {
    ResultsDirectory raw = store.directory();
    var target = raw.resolve("packs", "pack-a.parquet");
    var written =
        raw.writeTemporary(
            TrialColumns.TABLE, target, PACK.iterator(), Map.of("geodesic.trials", "x"));
    raw.publish(written, target);
    assertThat(store.finishedTrials()).containsExactly("x");
    patchVersion(directory.resolve("packs/pack-a.parquet"));
    assertThatThrownBy(store::finishedTrials)
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "Results must be of schema version 3, got: 7 in file:%s/packs/pack-a.parquet;"
                    .formatted(directory)
                + " choose another --results directory, or use the version of Geodesic that wrote"
                + " them");
  }

  /** The footer holds the key, then one byte of tag and one of length, then the value. */
  private static void patchVersion(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int value = text.indexOf(SCHEMA_VERSION_KEY) + SCHEMA_VERSION_KEY.length() + 2;
    assertThat(bytes[value]).isEqualTo((byte) '3');
    bytes[value] = '7';
    Files.write(file, bytes);
  }

  @Test
  void unusableDirectoriesAreFoundBeforeTraining() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> store(file).prepare())
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("The results directory must be writable, got: " + file.toUri())
        .hasMessageEndingWith("choose another with --results");
    // Not even root writes here.
    assertThatThrownBy(() -> store(Path.of("/proc/geodesic")).prepare())
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith(
            "The results directory must be writable, got: file:///proc/geodesic");
    assertThatThrownBy(
            () -> new ResultStore(URI.create("nowhere://x/y"), new Configuration()).prepare())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("nowhere://x/y");
  }

  @Test
  void preparingLeavesNoProbe() {
    assertThat(names("packs")).isEmpty();
  }

  @Test
  void aStoreTravelsWithWhatTheUserSetAndLittleMore() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("fs.geodesic.test", "set");
    byte[] bytes = serialized(new ResultStore(directory.toUri(), configuration));
    assertThat(bytes.length).isLessThan(4096);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      ResultStore travelled = (ResultStore) in.readObject();
      assertThat(travelled.directory().fileSystem().getConf()).isNotNull();
      travelled.commit("a", PACK);
    }
    assertThat(HadoopSettings.of(configuration).configuration().get("fs.geodesic.test"))
        .isEqualTo("set");
    assertThat(store.finishedTrials()).hasSize(2);
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private List<String> names(String folder) {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
