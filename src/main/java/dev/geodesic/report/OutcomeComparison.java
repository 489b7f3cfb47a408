package dev.geodesic.report;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import dev.geodesic.store.summary.SeedStatistics;
import dev.geodesic.store.summary.SummaryColumns;
import dev.geodesic.trial.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Compares the outcomes of the configurations of two sweeps. They are matched by their parameters
 * and not by their ids, which depend on the data's fingerprint and the trainer's version: these may
 * be what differs. The place of the data does not count if both sweeps have the same data. Data, or
 * a trainer, that both sweeps have are compared with themselves alone.
 *
 * @param first name of the first sweep in tables
 * @param second name of the second sweep in tables
 * @param both a row for each pair of configurations that match
 * @param firstAlone a row for each configuration that only the first sweep has
 * @param secondAlone a row for each configuration that only the second sweep has
 */
record OutcomeComparison(
    String first,
    String second,
    Dataset<Row> both,
    Dataset<Row> firstAlone,
    Dataset<Row> secondAlone) {
  private static final String ID = "configuration_id";
  private static final String ASKED = "asked";
  private static final String DATASET = "dataset";

  private static final List<String> PARAMETERS = SummaryColumns.PARAMETERS;

  /** Beginnings of columns that name data and trainers where a sweep has several. */
  static final String DATA = "data ";

  static final String TRAINER = "trainer ";

  /** Columns that are matched only where both sweeps have the value. */
  private static final List<String> CIRCUMSTANCES = List.of(Problem.DATA, Problem.TRAINER);

  static OutcomeComparison of(ComparedSweep first, ComparedSweep second) {
    Dataset<Row> one = configurations(first.trials(), second.trials(), "1");
    Dataset<Row> other = configurations(second.trials(), first.trials(), "2");
    Dataset<Row> matched = one.join(other.drop(PARAMETERS.toArray(String[]::new)), match());
    Dataset<Row> both =
        matched
            .join(
                pairs(matched.select("id_1", "id_2"), first.trials(), second.trials()),
                keys("id_1", "id_2"),
                "left")
            .withColumn(
                "difference",
                coalesce(col("paired.mean"), col("loss_2.mean").minus(col("loss_1.mean"))))
            .withColumn("half", col("paired.high").minus(col("paired.low")).divide(2));
    return new OutcomeComparison(
        first.label(),
        second.label(),
        both.sparkSession().createDataFrame(both.collectAsList(), both.schema()),
        one.join(matched.select("id_1"), keys("id_1"), "left_anti"),
        other.join(matched.select("id_2"), keys("id_2"), "left_anti"));
  }

  /** Returns a row for each configuration: its parameters, data, trainer and outcome. */
  private static Dataset<Row> configurations(
      Dataset<Row> trials, Dataset<Row> others, String number) {
    Column[] aggregates =
        Stream.of(
                Stream.of(
                    count_if(col("diverged")).as("diverged_" + number),
                    SeedStatistics.of(col("loss")).as("loss_" + number),
                    max(col(DATASET)).as("dataset_" + number)),
                CIRCUMSTANCES.stream().map(name -> max(col(name)).as(name + "_" + number)),
                PARAMETERS.stream().map(name -> max(col(name)).as(name)))
            .flatMap(columns -> columns)
            .toArray(Column[]::new);
    Dataset<Row> configurations =
        trials
            .groupBy(col(ID).as("id_" + number))
            .agg(count(lit(1)).as("seeds_" + number), aggregates)
            .withColumn(ASKED + "_" + number, asked());
    for (String name : CIRCUMSTANCES) {
      Column shared = col(name + "_" + number).isin(values(others, name));
      configurations = configurations.withColumn("shared_%s_%s".formatted(name, number), shared);
    }
    return configurations;
  }

  /** Returns the parameters in one text, without the place of the data. */
  private static Column asked() {
    Column[] parameters =
        PARAMETERS.stream()
            .filter(name -> !name.equals(DATASET))
            .map(name -> col(name))
            .toArray(Column[]::new);
    return to_json(struct(parameters), Map.of("ignoreNullFields", "false"));
  }

  private static Object[] values(Dataset<Row> trials, String column) {
    return trials.select(column).distinct().collectAsList().stream()
        .map(row -> row.get(0))
        .toArray();
  }

  private static Column match() {
    Column data =
        isSame(Problem.DATA)
            .or(isOfOneSweepOnly(Problem.DATA).and(col("dataset_1").equalTo(col("dataset_2"))));
    Column trainer = isSame(Problem.TRAINER).or(isOfOneSweepOnly(Problem.TRAINER));
    return col("asked_1").equalTo(col("asked_2")).and(data).and(trainer);
  }

  private static Column isSame(String name) {
    return col(name + "_1").eqNullSafe(col(name + "_2"));
  }

  private static Column isOfOneSweepOnly(String name) {
    return not(
        coalesce(col("shared_%s_1".formatted(name)), lit(false))
            .or(coalesce(col("shared_%s_2".formatted(name)), lit(false))));
  }

  /** Returns statistics of the differences in loss of the same seed. */
  private static Dataset<Row> pairs(Dataset<Row> matched, Dataset<Row> one, Dataset<Row> other) {
    Column difference = col("other_loss").minus(col("loss"));
    return matched
        .join(one.select(col(ID).as("id_1"), col("seed"), col("loss")), "id_1")
        .join(
            other.select(col(ID).as("id_2"), col("seed"), col("loss").as("other_loss")),
            keys("id_2", "seed"),
            "inner")
        .groupBy("id_1", "id_2")
        .agg(SeedStatistics.of(difference).as("paired"), max(abs(difference)).as("largest"));
  }

  private static scala.collection.immutable.Seq<String> keys(String... columns) {
    return scala.jdk.javaapi.CollectionConverters.asScala(List.of(columns)).toSeq();
  }

  /** Describes how many configurations match, differ, or belong to one sweep alone. */
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

  /** Returns the configurations that both sweeps have, the most different first. */
  RowTable table(int rows) {
    Dataset<Row> most =
        both.orderBy(
                abs(share("diverged_1", "seeds_1").minus(share("diverged_2", "seeds_2"))).desc(),
                abs(col("difference")).desc_nulls_last(),
                col("optimizer").asc(),
                col("asked_1").asc(),
                col("id_1").asc(),
                col("id_2").asc())
            .limit(rows);
    Column[] columns =
        Stream.concat(
                Stream.concat(
                    BestConfigurations.CONFIGURATION.stream().map(name -> col(name)),
                    Stream.of(
                        data("1").as(DATA + first),
                        data("2").as(DATA + second),
                        col(Problem.TRAINER + "_1").as(TRAINER + first),
                        col(Problem.TRAINER + "_2").as(TRAINER + second))),
                Stream.of(
                    col("loss_1.mean").as("loss " + first),
                    col("loss_2.mean").as("loss " + second),
                    col("difference").as(second + " - " + first),
                    col("half").as("+-95 %"),
                    coalesce(col("paired.count"), lit(0)).as("pairs"),
                    ofSeeds("1").as("diverged " + first),
                    ofSeeds("2").as("diverged " + second)))
            .toArray(Column[]::new);
    return BestConfigurations.informative(RowTable.of(most.select(columns)));
  }

  private static Column data(String number) {
    return left(col(Problem.DATA + "_" + number), lit(Problem.FINGERPRINT_DIGITS));
  }

  private static Column share(String part, String whole) {
    return col(part).divide(col(whole));
  }

  private static Column ofSeeds(String number) {
    return concat(col("diverged_" + number), lit(" of "), col("seeds_" + number));
  }
}
