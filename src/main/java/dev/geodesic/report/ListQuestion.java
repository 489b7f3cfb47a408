package dev.geodesic.report;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Which questions are ready to be asked by name. */
public record ListQuestion() implements Question {
  private static final StructType TYPE =
      StructType.fromDDL("question STRING, parameters STRING, answers STRING");

  @Override
  public Dataset<Row> answer(SparkSession spark) {
    List<Row> rows =
        ReadyQuestions.names().stream().map(name -> row(name, ReadyQuestions.named(name))).toList();
    return spark.createDataFrame(rows, TYPE);
  }

  private static Row row(String name, QuestionFile file) {
    String parameters =
        file.parameters().stream()
            .map(parameter -> parameter.name() + "=" + parameter.usual())
            .collect(Collectors.joining(" "));
    return RowFactory.create(name, parameters, file.description());
  }
}
