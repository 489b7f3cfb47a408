package dev.geodesic.store.summary;

import static dev.geodesic.store.table.ColumnType.DOUBLE;
import static dev.geodesic.store.table.ColumnType.INTEGER;

import dev.geodesic.store.table.Column;
import dev.geodesic.store.table.ColumnType;
import dev.geodesic.store.table.ScalarColumn;
import dev.geodesic.store.table.Table;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A function of Spark SQL that makes an {@link Estimate} from one number of each seed. */
public final class SeedStatistics implements UDF1<Seq<Double>, Row> {
  private static final long serialVersionUID = 1L;

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
   * Returns an aggregate of one number of each seed; nulls are left out.
   *
   * @return a struct of {@code count}, {@code mean}, {@code sd}, {@code low} and {@code high}
   */
  public static org.apache.spark.sql.Column of(org.apache.spark.sql.Column values) {
    return functions.udf(new SeedStatistics(), TYPE).apply(functions.collect_list(values));
  }

  @Override
  public Row call(Seq<Double> values) {
    Estimate estimate = Estimate.of(CollectionConverters.asJava(values));
    return RowFactory.create(
        estimate.count(), estimate.mean(), estimate.sd(), estimate.low(), estimate.high());
  }

  private static Column<Row> field(String name, ColumnType type, String meaning) {
    return new ScalarColumn<>(name, type, meaning, row -> row.getAs(name));
  }
}
