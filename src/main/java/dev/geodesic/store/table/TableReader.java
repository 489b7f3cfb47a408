package dev.geodesic.store.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Opens files of a table in Spark, with the table's schema and not an inferred one. */
public record TableReader(SparkSession spark) {
  private static final Pattern PATTERN_CHARACTERS = Pattern.compile("[\\[\\]{}*?\\\\]");

  /** Returns the rows of exactly these files. */
  public Dataset<Row> files(Table<?> table, Collection<Path> files) {
    if (files.isEmpty()) {
      return spark.createDataFrame(List.<Row>of(), table.sparkType());
    }
    return reader(table).parquet(files.stream().map(TableReader::literal).toArray(String[]::new));
  }

  /**
   * Returns the rows of exactly these files, all of one folder. Spark lists a folder at once but
   * runs a job to look at hundreds of files, so the folder is read where it holds nothing else.
   *
   * @param pattern that matches the names of all files of this table in the folder
   */
  public Dataset<Row> filesOf(Path folder, String pattern, Table<?> table, Collection<Path> files) {
    if (!files.isEmpty()) {
      Dataset<Row> whole = reader(table).option("pathGlobFilter", pattern).parquet(literal(folder));
      if (names(Arrays.asList(whole.inputFiles())).equals(names(files))) {
        return whole;
      }
    }
    return files(table, files);
  }

  private static Set<String> names(Collection<?> files) {
    return files.stream()
        .map(file -> file.toString().substring(file.toString().lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  /** Returns a reader that verifies page checksums, so that damage does not pass for a result. */
  private DataFrameReader reader(Table<?> table) {
    return spark
        .read()
        .schema(table.sparkType())
        .option("parquet.page.verify-checksum.enabled", "true");
  }

  /**
   * Escapes a path, as Spark takes a directory called {@code [1]} for a pattern. (With {@code
   * __globPaths__} off, Spark 4.2 reads every file once for each name that looks like one.)
   */
  private static String literal(Path path) {
    return PATTERN_CHARACTERS.matcher(path.toString()).replaceAll("\\\\$0");
  }
}
