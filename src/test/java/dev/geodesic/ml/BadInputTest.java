package dev.geodesic.ml;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.geodesic.device.NetlibBlas;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One clear message for each mistake, with the value and the remedy. */
class BadInputTest {
  @BeforeAll
  static void oneBlas() {
    NetlibBlas.settle();
  }

  private static Arguments last(Row row, String message) {
    return arguments(List.of(Tables.row(0, 1, 1, 2), Tables.row(1, 1, 2, 1), row), message);
  }

  static Stream<Arguments> mistakes() {
    String labels =
        "Labels must be the classes 0, 1, 2 and so on, fewer than 1048576, got: %s; index them with StringIndexer";
    return Stream.of(
        last(Tables.row(0.5, 1, 1, 1), labels.formatted(0.5)),
        last(Tables.row(-1, 1, 1, 1), labels.formatted(-1.0)),
        last(Tables.row(1e9, 1, 1, 1), labels.formatted(1e9)),
        last(Tables.row(Double.NaN, 1, 1, 1), labels.formatted("NaN")),
        last(
            Tables.row(1, -2, 1, 1),
            "Weights must be finite and >= 0, got: -2.0; correct or drop the row"),
        last(
            Tables.row(1, Double.NaN, 1, 1),
            "Weights must be finite and >= 0, got: NaN; correct or drop the row"),
        last(
            Tables.row(1, 1, 1, Double.NaN),
            "Features must be finite, got: NaN in feature 1; fill it in, with Imputer, or drop the row"),
        last(
            Tables.row(1, 1, Double.NEGATIVE_INFINITY, 1),
            "Features must be finite, got: -Infinity in feature 0; fill it in, with Imputer, or drop the row"),
        last(
            RowFactory.create(1.0, 1.0, null),
            "Features must be a vector, got: null; fill them in or drop the row"),
        arguments(
            List.of(Tables.row(2, 1, 1, 2), Tables.row(2, 1, 2, 1)),
            "Labels must be of 2 classes at least, got: only 2; there is nothing to tell apart"),
        arguments(
            List.of(Tables.row(0, 0, 1, 2), Tables.row(1, 0, 2, 1)),
            "The sum of the weights must be > 0, got: 0.0; check weightCol"),
        arguments(
            List.of(Tables.row(0, 1), Tables.row(1, 1)),
            "Rows must have 1 feature at least, got: 0; assemble them, with VectorAssembler"),
        arguments(
            List.of(Tables.row(0, 1, 1e200), Tables.row(1, 1, -1e200)),
            "Features and weights must have finite sums of squares, got: infinity; scale them down"),
        arguments(
            List.of(), "The data must have rows, got: none; check the input and its filters"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInTheDataIsToldInOneLine(List<Row> rows, String message) {
    NaturalGradientClassifier classifier = new NaturalGradientClassifier().setWeightCol("weight");
    assertThatThrownBy(() -> classifier.fit(Tables.of(rows)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void rowsOfDifferentLengthsAreRefused() {
    List<Row> rows = List.of(Tables.row(0, 1, 1, 2), Tables.row(1, 1, 2, 1), Tables.row(1, 1, 3));
    for (int partitions : new int[] {1, 3}) {
      assertThatThrownBy(
              () -> new NaturalGradientClassifier().fit(Tables.of(rows).repartition(partitions)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(
              "All rows must have the same number of features, got: (1 and 2|2 and 1); correct the column");
    }
  }

  @Test
  void thresholdsMustFitTheClasses() {
    List<Row> rows = List.of(Tables.row(0, 1, 1, 2), Tables.row(1, 1, 2, 1));
    assertThatThrownBy(
            () ->
                new NaturalGradientClassifier()
                    .setThresholds(new double[] {1, 1, 1})
                    .fit(Tables.of(rows)))
        .hasMessage("thresholds must have one value a class, 2, got: [1.0, 1.0, 1.0]; set as many");
  }

  @Test
  void paramsAreChecked() {
    NaturalGradientClassifier classifier = new NaturalGradientClassifier();
    assertThatThrownBy(() -> classifier.setRegParam(-0.1))
        .hasMessageContaining("regParam")
        .hasMessageContaining("-0.1");
    assertThatThrownBy(() -> classifier.setTol(-1)).hasMessageContaining("tol");
    assertThatThrownBy(() -> classifier.setMaxIter(-1)).hasMessageContaining("maxIter");
    assertThatThrownBy(() -> classifier.setAggregationDepth(1))
        .hasMessageContaining("aggregationDepth");
  }
}
