package dev.geodesic.sweep.input;

import dev.geodesic.data.DataPlace;
import dev.geodesic.data.DataReader;
import dev.geodesic.data.DataRequest;
import dev.geodesic.data.FoundData;
import dev.geodesic.data.Table;
import dev.geodesic.data.TableReader;
import dev.geodesic.trial.DataFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Reads tables in Parquet, as Spark's own reader does: a file, or a directory as Spark writes it,
 * whose folders may name values of a column.
 */
public final class ParquetReader implements DataReader {
  private static final String ENDING = ".parquet";

  /** Spark starts when the first table is read, not before. */
  private final Supplier<SparkSession> spark;

  public ParquetReader(Supplier<SparkSession> spark) {
    this.spark = spark;
  }

  @Override
  public DataFormat format() {
    return DataFormat.PARQUET;
  }

  @Override
  public boolean claims(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> place.name().endsWith(ENDING);
      case DIRECTORY -> !below(place).isEmpty();
      case NOTHING -> false;
    };
  }

  /** Returns the files of a table, in the order of their names; of a file, itself. */
  static List<DataPlace> files(DataPlace place) {
    try {
      return place.kind() == DataPlace.Kind.FILE ? List.of(place) : below(place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DataPlace> below(DataPlace directory) throws IOException {
    List<DataPlace> files = new ArrayList<>();
    for (DataPlace entry : directory.list()) {
      if (entry.name().contains("=") && entry.kind() == DataPlace.Kind.DIRECTORY) {
        files.addAll(below(entry));
      } else if (entry.name().endsWith(ENDING) && !entry.name().matches("[._].*")) {
        files.add(entry);
      }
    }
    return files;
  }

  @Override
  public FoundData find(DataRequest request) {
    Optional<Table> test = request.test().map(place -> ParquetTable.of(spark.get(), place));
    return TableReader.of(request.source(), ParquetTable.of(spark.get(), request.place()), test);
  }
}
