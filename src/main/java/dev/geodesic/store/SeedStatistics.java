package dev.geodesic.store;

import static dev.geodesic.store.ColumnType.DOUBLE;
import static dev.geodesic.store.ColumnType.INTEGER;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Mean, standard deviation and the 95 % interval of the mean (Student's t) of one number a seed.
 * One pass over sorted values, so that the result has the same bits however Spark split the rows.
 */
public final class SeedStatistics implements UDF1<Seq<Double>, Row> {
  private static final long serialVersionUID = 1L;

  /** 95 % lie between the quantiles 0.025 and 0.975. */
  private static final double UPPER_QUANTILE = 0.975;

  /** By degrees of freedom: the quantile is found by root search, and asked for often. */
  private static final Map<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

  /** The fields of the result; {@code %s} stands for the metric. */
  static final List<Column<Row>> COLUMNS =
      List.of(
          field("count", INTEGER, "seeds with a %s at this step"),
          field("mean", DOUBLE, "mean %s over these seeds"),
          field("sd", DOUBLE, "sample standard deviation of %s; null for one seed"),
          field("low", DOUBLE, "lower end of the mean %s's 95 %% t interval; null for one seed"),
          field("high", DOUBLE, "upper end of the mean %s's 95 %% t interval; null for one seed"));

  static final List<String> FIELDS = COLUMNS.stream().map(Column::name).toList();
  static final StructType TYPE = new Table<>("statistics", COLUMNS).sparkType();

  private SeedStatistics() {}

  /**
   * An aggregate of one number a seed; nulls are left out.
   *
   * @return a struct of {@code count}, {@code mean}, {@code sd}, {@code low} and {@code high}
   */
  public static org.apache.spark.sql.Column of(org.apache.spark.sql.Column values) {
    return functions.udf(new SeedStatistics(), TYPE).apply(functions.collect_list(values));
  }

  @Override
  public Row call(Seq<Double> values) {
    double[] sorted =
        CollectionConverters.asJava(values).stream()
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return of(sorted);
  }

  private static Row of(double[] values) {
    int count = values.length;
    if (count == 0) {
      return RowFactory.create(0, null, null, null, null);
    }
    double mean = StatUtils.mean(values);
    if (count == 1) {
      return RowFactory.create(1, mean, null, null, null);
    }
    double sd = Math.sqrt(StatUtils.variance(values));
    double halfWidth = quantile(count - 1) * sd / Math.sqrt(count);
    return RowFactory.create(count, mean, sd, mean - halfWidth, mean + halfWidth);
  }

  private static double quantile(int degreesOfFreedom) {
    return QUANTILES.computeIfAbsent(
        degreesOfFreedom,
        degrees -> new TDistribution(degrees).inverseCumulativeProbability(UPPER_QUANTILE));
  }

  private static Column<Row> field(String name, ColumnType type, String meaning) {
    return new ScalarColumn<>(name, type, meaning, row -> row.getAs(name));
  }
}
