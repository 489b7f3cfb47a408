package dev.geodesic.store.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.store.DuckDb;
import dev.geodesic.store.LargeSweep;
import dev.geodesic.store.SampleTrials;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.Views;
import dev.geodesic.store.files.CompactionPlan.Merge;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  private static final LargeSweep SWEEP = new LargeSweep(40, 3, 2);
  private static final String MERGED = "pack-merged-[0-9a-f]{20}\\.parquet";
  private static final List<String> VIEWS = List.of("trials", "curves", "summary");

  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;
  private ResultStore store;

  @BeforeEach
  void commit() throws IOException {
    store = new ResultStore(temporary.resolve("night").toUri(), new Configuration());
    store.prepare();
    SWEEP.commitTo(store);
    store.commit("failed", List.of(SampleTrials.failed(SampleTrials.SGD, 0, "no \"luck\"")));
    store.commit("diverged", List.of(SampleTrials.diverged(SampleTrials.NATURAL_GRADIENT, 0, 3)));
  }

  private void compact() throws IOException {
    try (ResultsLock held = ResultsLock.acquire(store)) {
      Compaction.run(() -> spark, store, held);
    }
  }

  /** The first step alone. */
  private void write() throws Exception {
    new Compaction(() -> spark, store).write(plan());
  }

  private List<Merge> plan() throws IOException {
    return CompactionPlan.of(LedgerReader.read(store.directory()));
  }

  /** Every row of every view, in an order of its own. */
  private Map<String, List<List<@Nullable Object>>> views() throws IOException {
    Views.register(spark, store.root());
    Map<String, List<List<@Nullable Object>>> rows = new HashMap<>();
    for (String view : VIEWS) {
      List<List<@Nullable Object>> sorted = DuckDb.rows(spark.table(view));
      sorted.sort(Comparator.comparing(List::toString));
      rows.put(view, sorted);
    }
    return rows;
  }

  private List<String> names(String folder) throws IOException {
    Path directory = temporary.resolve("night").resolve(folder);
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void manyFilesBecomeOneWithTheSameRows() throws IOException {
    Map<String, List<List<@Nullable Object>>> before = views();
    assertThat(before.get("trials")).hasSize(42);
    assertThat(before.get("curves")).hasSize(40 * 3 + 2);
    compact();
    assertThat(names("packs")).singleElement().asString().matches(MERGED);
    assertThat(names("merged")).isEmpty();
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void aSecondCompactionHasNothingToDo() throws IOException {
    compact();
    Path file = temporary.resolve("night/packs").resolve(names("packs").get(0));
    Object written = Files.getLastModifiedTime(file);
    compact();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
  }

  @Test
  void theNextRunGoesOnFromMergedFilesAndIsMergedToo() throws IOException {
    compact();
    assertThat(store.finishedTrials()).hasSize(42);
    for (int seed = 0; seed < CompactionPlan.WORTHWHILE; seed++) {
      store.commit("next" + seed, List.of(SampleTrials.completed(SampleTrials.SGD, 100 + seed)));
    }
    Map<String, List<List<@Nullable Object>>> before = views();
    compact();
    assertThat(names("packs")).singleElement().asString().matches(MERGED);
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void aPackCommittedAgainIsReadOnceAndGoesWithTheNext() throws IOException {
    Map<String, List<List<@Nullable Object>>> before = views();
    compact();
    store.commit("0003", SWEEP.pack(3));
    assertThat(names("packs")).hasSize(2);
    assertThat(views()).isEqualTo(before);
    compact();
    assertThat(names("packs")).hasSize(1);
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void trialsThatLieInTwoFilesAreMergedOnce() throws IOException {
    store.commit(
        "cut-anew", Stream.concat(SWEEP.pack(1).stream(), SWEEP.pack(2).stream()).toList());
    store.commit("a-part", SWEEP.pack(7).subList(1, 2));
    Map<String, List<List<@Nullable Object>>> before = views();
    assertThat(before.get("trials")).hasSize(42);
    compact();
    assertThat(names("packs")).hasSize(1);
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void aFewFilesAreLeftAlone() throws IOException {
    store = new ResultStore(temporary.resolve("short").toUri(), new Configuration());
    store.prepare();
    new LargeSweep(2 * (CompactionPlan.WORTHWHILE - 1), 2, 2).commitTo(store);
    assertThat(plan()).isEmpty();
  }

  @Test
  void withoutALockOfItsOwnNothingIsTouched() throws IOException {
    List<String> before = names("packs");
    Compaction.run(() -> spark, store, new NoLock("results"));
    assertThat(names("packs")).isEqualTo(before);
  }

  @Test
  void outsideReadersSeeNoTrialTwiceAtAnyStep() throws Exception {
    Map<String, List<List<@Nullable Object>>> before = views();
    write();
    // Published for the ledger, not yet for them.
    assertThat(names("merged")).singleElement().asString().matches(MERGED);
    assertOutsidersSee(42);
    assertThat(views()).isEqualTo(before);
    List<Path> covered = covered();
    assertThat(covered).hasSize(22);
    int left = 42;
    for (Path file : covered) {
      left -= trialsIn(file);
      Files.delete(file);
      assertOutsidersSee(left);
      assertThat(store.finishedTrials()).hasSize(42);
      if (left % 20 == 0) {
        assertThat(views()).isEqualTo(before);
      }
    }
    assertThat(views()).isEqualTo(before);
    compact();
    assertOutsidersSee(42);
    assertThat(names("merged")).isEmpty();
    assertThat(views()).isEqualTo(before);
  }

  private List<Path> covered() throws IOException {
    return store.ledger().covered().stream().map(file -> Path.of(file.toUri().getPath())).toList();
  }

  private static int trialsIn(Path file) throws Exception {
    return ((Number)
            Objects.requireNonNull(
                DuckDb.query("select count(*) from '%s'".formatted(file)).get(0).get(0)))
        .intValue();
  }

  private void assertOutsidersSee(int trials) throws Exception {
    if (trials == 0) {
      assertThat(names("packs")).isEmpty();
      return;
    }
    assertThat(
            DuckDb.query(
                "select count(*), count(distinct trial_id) from '%s/packs/*.parquet'"
                    .formatted(temporary.resolve("night"))))
        .containsExactly(List.of((long) trials, (long) trials));
  }

  @Test
  void aCompactionCutShortIsFinishedByTheNext() throws Exception {
    Map<String, List<List<@Nullable Object>>> before = views();
    write();
    Files.delete(covered().get(0));
    // Cut short once more: half of a second merged file.
    Files.write(temporary.resolve("night/merged/.writing-1234.tmp"), new byte[1000]);
    assertThat(views()).isEqualTo(before);
    try (ResultsLock held = ResultsLock.acquire(store)) {
      assertThat(store.deleteTemporaries(held)).isOne();
    }
    compact();
    assertThat(names("packs")).hasSize(1);
    assertThat(names("merged")).isEmpty();
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void aDamagedFileThatIsCoveredIsNamedAndMayGo() throws Exception {
    Map<String, List<List<@Nullable Object>>> before = views();
    write();
    Path damaged = covered().get(0);
    try (RandomAccessFile access = new RandomAccessFile(damaged.toFile(), "rw")) {
      access.setLength(access.length() - 100);
    }
    compact();
    assertThatThrownBy(this::views)
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(damaged + " (")
        .hasMessageEndingWith("delete it and run again: only its trials train anew");
    Files.delete(damaged);
    assertThat(store.finishedTrials()).hasSize(42);
    compact();
    assertThat(views()).isEqualTo(before);
  }

  @Test
  void troubleLeavesEveryFileAsItWas() throws IOException {
    List<String> files = names("packs");
    Path rubbish = temporary.resolve("night/packs").resolve(files.get(5));
    byte[] sound = Files.readAllBytes(rubbish);
    byte[] content = sound.clone();
    Arrays.fill(content, 4, content.length / 4, (byte) 7);
    Files.write(rubbish, content);
    compact();
    assertThat(names("packs")).isEqualTo(files);
    assertThat(names("merged")).isEmpty();
    Files.write(rubbish, sound);
    // As where the disk is full: no file can be made.
    Files.delete(temporary.resolve("night/merged"));
    Files.createFile(temporary.resolve("night/merged"));
    compact();
    assertThat(names("packs")).isEqualTo(files);
    Files.delete(temporary.resolve("night/merged"));
    compact();
    assertThat(names("packs")).hasSize(1);
  }

  @Test
  void readersNeverSeeATrialTwiceOrNotAtAllWhileFilesAreMerged() throws Exception {
    SparkSession other = spark.newSession();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger times = new AtomicInteger();
    Callable<Integer> reading =
        () -> {
          do {
            List<List<@Nullable Object>> seen =
                Views.read(other, List.of(store.root()), sweeps -> counts(other));
            assertThat(seen).containsExactly(List.of(42L, 42L, 122L));
            times.incrementAndGet();
          } while (!done.get());
          return times.get();
        };
    ExecutorService reader = Executors.newSingleThreadExecutor();
    Future<Integer> read = reader.submit(reading);
    try {
      for (int round = 0; round < 3 || (times.get() < 5 && !read.isDone()); round++) {
        compact();
        // What is merged already comes again, to be taken away again.
        for (int pack = 0; pack < SWEEP.packs(); pack++) {
          store.commit("%d-%d".formatted(round, pack), SWEEP.pack(pack));
        }
      }
      compact();
    } finally {
      done.set(true);
    }
    assertThat(read.get()).isGreaterThanOrEqualTo(5);
    reader.shutdown();
  }

  private static List<List<@Nullable Object>> counts(SparkSession session) {
    return DuckDb.rows(
        session.sql(
            """
            select count(*), count(distinct trial_id), (select count(*) from curves)
            from trials
            """));
  }

  @Test
  void oneFileIsLeftForEveryFullOneAndOneMore() {
    List<Ledger.PackFile> packs = new ArrayList<>();
    long bytes = CompactionPlan.FULL_BYTES / 10;
    IntStream.range(0, 95)
        .forEach(
            i ->
                packs.add(
                    new Ledger.PackFile(
                        new org.apache.hadoop.fs.Path("/packs/pack-%02d.parquet".formatted(i)),
                        bytes,
                        List.of(HeldTrial.parse("t" + i)))));
    packs.add(
        new Ledger.PackFile(
            new org.apache.hadoop.fs.Path("/packs/pack-merged-0.parquet"),
            CompactionPlan.FULL_BYTES,
            List.of(HeldTrial.parse("old"))));
    List<Merge> merges = CompactionPlan.of(packs);
    assertThat(merges).hasSize(5);
    assertThat(merges.stream().flatMap(merge -> merge.target().trials().stream()))
        .doesNotHaveDuplicates()
        .hasSize(95)
        .doesNotContain(HeldTrial.parse("old"));
    assertThat(merges.stream().filter(merge -> merge.sources().size() < 10)).hasSizeLessThan(2);
  }
}
