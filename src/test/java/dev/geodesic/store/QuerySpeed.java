package dev.geodesic.store;

import dev.geodesic.store.files.Compaction;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How long questions to a large sweep take on two cores, first and best of some: the first is what
 * a program pays that asks once.
 *
 * <pre>
 * mvn test-compile exec:exec -Dexec.args="-Xmx4g -cp %classpath dev.geodesic.store.QuerySpeed DIR"
 * </pre>
 *
 * <p>Spark needs the {@code --add-opens} that the pom lists as {@code spark.jvm.options}; a
 * directory that is empty is filled with {@link LargeSweep#NIGHT} first. A second argument, {@code
 * once}, asks one time only. Then the sweep is compacted, and asked again.
 */
final class QuerySpeed {
  private static final int REPETITIONS = 5;

  private final SparkSession spark;
  private final URI root;
  private final int repetitions;

  private QuerySpeed(SparkSession spark, URI root, int repetitions) {
    this.spark = spark;
    this.root = root;
    this.repetitions = repetitions;
  }

  public static void main(String[] arguments) throws Exception {
    URI root = Path.of(arguments[0]).toUri();
    int repetitions = arguments.length > 1 && arguments[1].equals("once") ? 1 : REPETITIONS;
    time("start Spark", 1, SparkFixture::spark);
    SparkSession spark = SparkFixture.spark();
    ResultStore store = new ResultStore(root, spark.sparkContext().hadoopConfiguration());
    QuerySpeed speed = new QuerySpeed(spark, root, repetitions);
    if (!Files.exists(Path.of(root))) {
      store.prepare();
      time("commit " + LargeSweep.NIGHT, 1, () -> commit(store));
    }
    speed.ask();
    time("compact", 1, () -> compact(spark, store));
    speed.ask();
  }

  /** Says how many files are left. */
  private static int compact(SparkSession spark, ResultStore store) throws IOException {
    try (ResultsLock held = ResultsLock.acquire(store)) {
      Compaction.run(() -> spark, store, held);
    }
    return store.ledger().files().size();
  }

  private static int commit(ResultStore store) throws IOException {
    LargeSweep.NIGHT.commitTo(store);
    return LargeSweep.NIGHT.packs();
  }

  private void ask() throws Exception {
    time("read the ledger", repetitions, () -> store().ledger().trials().size());
    time("register the views", repetitions, this::register);
    String configuration =
        spark.sql("select min(configuration_id) from trials").head().getString(0);
    query("top 10 of trials", "select * from trials order by test_loss, trial_id limit 10");
    query(
        "top 10 of summary",
        "select * from summary where step = steps order by test_loss_mean limit 10");
    query(
        "curves of one configuration",
        "select * from curves where configuration_id = '%s' order by seed, step"
            .formatted(configuration));
    query(
        "curves of one setting",
        """
        select * from curves where learning_rate = 0.001 and reltol = 1e-6 and damping = 1e-4
        order by seed, step\
        """);
    query("points of all curves", "select count(*), avg(train_loss) from curves");
    time("write the summary", 1, this::writeSummary);
    time("register the views", repetitions, this::register);
    query(
        "top 10 of the summary's file",
        "select * from summary where step = steps order by test_loss_mean limit 10");
  }

  private ResultStore store() {
    return new ResultStore(root, spark.sparkContext().hadoopConfiguration());
  }

  private int register() throws IOException {
    Views.register(spark, root);
    return 1;
  }

  private int writeSummary() throws IOException {
    Summaries.write(new ResultStore(root, new Configuration()));
    return 1;
  }

  private void query(String what, String sql) throws Exception {
    time(what, repetitions, () -> rows(sql).size());
  }

  private List<Row> rows(String sql) {
    return spark.sql(sql).collectAsList();
  }

  private static void time(String what, int times, Callable<?> work) throws Exception {
    double first = 0;
    double best = Double.POSITIVE_INFINITY;
    Object answer = "";
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      answer = work.call();
      double seconds = (System.nanoTime() - start) / 1e9;
      first = i == 0 ? seconds : first;
      best = Math.min(best, seconds);
    }
    String shown = answer instanceof Integer ? answer.toString() : "";
    System.out.printf("%-32s first %6.2f s  best %6.2f s  %s%n", what, first, best, shown);
  }
}
