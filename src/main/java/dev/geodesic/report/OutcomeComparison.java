package dev.geodesic.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import dev.geodesic.store.SeedStatistics;
import dev.geodesic.store.SummaryColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What came of the configurations of two sweeps. They are matched by their parameters and not by
 * their ids, which hold the data's fingerprint and the trainer's version: these may be what
 * differs. Where the data lie does not count if both sweeps have the same.
 *
 * @param first what tables call the one
 * @param second what they call the other
 * @param both a row for each configuration that both hold
 * @param firstAlone a row for each that only the one holds
 * @param secondAlone a row for each that only the other holds
 */
record OutcomeComparison(
    String first,
    String second,
    Dataset<Row> both,
    Dataset<Row> firstAlone,
    Dataset<Row> secondAlone) {
  private static final String KEY = "configuration";
  private static final String DATASET = "dataset";
  private static final String FINGERPRINT = "data_fingerprint";
  private static final String IN_BOTH = "in_both";

  private static final String[] PARAMETERS = SummaryColumns.PARAMETERS.toArray(String[]::new);

  static OutcomeComparison of(ComparedSweep first, ComparedSweep second) {
    Dataset<Row> inBoth =
        first
            .trials()
            .select(col(FINGERPRINT).as(IN_BOTH))
            .intersect(second.trials().select(FINGERPRINT));
    Dataset<Row> firstTrials = keyed(first.trials(), inBoth);
    Dataset<Row> secondTrials = keyed(second.trials(), inBoth);
    Dataset<Row> one = configurations(firstTrials, "1");
    Dataset<Row> other = configurations(secondTrials, "2");
    Dataset<Row> both =
        one.join(other.drop(PARAMETERS), KEY)
            .join(pairs(firstTrials, secondTrials), keys(KEY), "left")
            .withColumn(
                "difference",
                coalesce(col("paired.mean"), col("loss_2.mean").minus(col("loss_1.mean"))))
            .withColumn("half", col("paired.high").minus(col("paired.low")).divide(2));
    return new OutcomeComparison(
        first.label(),
        second.label(),
        both.sparkSession().createDataFrame(both.collectAsList(), both.schema()),
        one.join(other, keys(KEY), "left_anti"),
        other.join(one, keys(KEY), "left_anti"));
  }

  private static Dataset<Row> keyed(Dataset<Row> trials, Dataset<Row> inBoth) {
    Column[] parameters =
        Arrays.stream(PARAMETERS)
            .filter(name -> !name.equals(DATASET))
            .map(name -> col(name))
            .toArray(Column[]::new);
    return trials
        .join(inBoth, col(FINGERPRINT).equalTo(col(IN_BOTH)), "left")
        .withColumn(
            KEY,
            concat(
                coalesce(col(IN_BOTH), col(DATASET)),
                to_json(struct(parameters), Map.of("ignoreNullFields", "false"))));
  }

  private static Dataset<Row> configurations(Dataset<Row> trials, String number) {
    Column[] aggregates =
        Stream.concat(
                Stream.of(
                    count_if(col("diverged")).as("diverged_" + number),
                    SeedStatistics.of(col("loss")).as("loss_" + number)),
                Arrays.stream(PARAMETERS).map(name -> max(col(name)).as(name)))
            .toArray(Column[]::new);
    return trials.groupBy(KEY).agg(count(lit(1)).as("seeds_" + number), aggregates);
  }

  /** Differences of what the same seed came to. */
  private static Dataset<Row> pairs(Dataset<Row> one, Dataset<Row> other) {
    Column difference = col("other_loss").minus(col("loss"));
    return one.select(KEY, "seed", "loss")
        .join(
            other.select(col(KEY), col("seed"), col("loss").as("other_loss")),
            keys(KEY, "seed"),
            "inner")
        .groupBy(KEY)
        .agg(SeedStatistics.of(difference).as("paired"), max(abs(difference)).as("largest"));
  }

  private static scala.collection.immutable.Seq<String> keys(String... columns) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(columns)).toSeq();
  }

  /** How many there are of each kind, in words. */
  String counts() {
    Row counts =
        both.agg(
                count(lit(1)),
                count_if(col("largest").equalTo(0)),
                count_if(
                    abs(col("difference")).gt(col("half")).and(not(col("largest").equalTo(0)))),
                count_if(col("diverged_1").notEqual(col("diverged_2"))))
            .head();
    return """
    both hold %s: %s with the same loss for every common seed, %s with a difference beyond
    its 95 %% interval, %s with another number of diverged seeds
    %s alone holds %s; %s alone holds %s"""
        .formatted(
            counted(counts.getLong(0), "configuration"),
            number(counts.getLong(1)),
            number(counts.getLong(2)),
            number(counts.getLong(3)),
            first,
            alone(firstAlone, "seeds_1"),
            second,
            alone(secondAlone, "seeds_2"));
  }

  private static String alone(Dataset<Row> configurations, String seeds) {
    Row counts = configurations.agg(count(lit(1)), coalesce(sum(seeds), lit(0L))).head();
    return counts.getLong(0) == 0
        ? "nothing"
        : "%s (%s)"
            .formatted(
                counted(counts.getLong(0), "configuration"), counted(counts.getLong(1), "trial"));
  }

  private static String counted(long count, String what) {
    return number(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The configurations that both hold, most different first. */
  Dataset<Row> table(int rows) {
    Dataset<Row> most =
        both.orderBy(
                abs(share("diverged_1", "seeds_1").minus(share("diverged_2", "seeds_2"))).desc(),
                abs(col("difference")).desc_nulls_last(),
                col("optimizer").asc(),
                col(KEY).asc())
            .limit(rows);
    Column[] columns =
        Stream.concat(
                BestConfigurations.CONFIGURATION.stream().map(name -> col(name)),
                Stream.of(
                    col("loss_1.mean").as("loss " + first),
                    col("loss_2.mean").as("loss " + second),
                    col("difference").as(second + " - " + first),
                    col("half").as("+-95 %"),
                    coalesce(col("paired.count"), lit(0)).as("pairs"),
                    ofSeeds("1").as("diverged " + first),
                    ofSeeds("2").as("diverged " + second)))
            .toArray(Column[]::new);
    return BestConfigurations.telling(most.select(columns));
  }

  private static Column share(String part, String whole) {
    return col(part).divide(col(whole));
  }

  private static Column ofSeeds(String number) {
    return concat(col("diverged_" + number), lit(" of "), col("seeds_" + number));
  }
}
