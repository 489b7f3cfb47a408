package dev.geodesic.report;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Something that a user wants to know. */
public sealed interface Question permits SqlQuestion, SchemaQuestion, ListQuestion {
  /** The answer, not computed yet where Spark need not. */
  Dataset<Row> answer(SparkSession spark);
}
