package dev.geodesic.report;

import static dev.geodesic.report.StoredSweeps.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.store.SparkFixture;
import dev.geodesic.store.ViewColumn;
import dev.geodesic.trial.Specs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaQuestionTest {
  private final SparkSession spark = SparkFixture.spark();

  @TempDir private Path temporary;

  @BeforeEach
  void register() throws IOException {
    StoredSweeps.register(
        spark,
        List.of(StoredSweeps.store(temporary, completed(Specs.sgd(0.1), 14, 0, 3, 0.5)).root()));
  }

  static Stream<String> views() {
    return Stream.of("trials", "curves", "summary", "baselines", "configurations");
  }

  @ParameterizedTest
  @MethodSource("views")
  void aViewHasTheColumnsThatAreDocumented(String view) {
    List<String> real =
        Arrays.stream(spark.table(view).schema().fields())
            .map(field -> field.name() + " " + field.dataType().sql())
            .toList();
    assertThat(answer())
        .filteredOn(row -> row.getString(0).equals(view))
        .extracting(row -> row.getString(1) + " " + row.getString(2))
        .isEqualTo(real);
  }

  @Test
  void noOtherViewIsDocumentedAndNothingIsWithoutMeaning() {
    assertThat(SchemaQuestion.columns().stream().map(ViewColumn::view).distinct())
        .containsExactlyElementsOf(views().toList());
    assertThat(answer()).hasSameSizeAs(SchemaQuestion.columns());
    assertThat(answer()).allSatisfy(row -> assertThat(row.getString(3)).isNotBlank());
    assertThat(answer())
        .extracting(Row::toString)
        .contains(
            "[curves,step,INT,mini-batches seen, from 1]",
            "[trials,trouble,STRING,DIVERGED, or the class of the cause of a missing result; null if COMPLETED]");
  }

  private List<Row> answer() {
    return new SchemaQuestion().answer().rows();
  }
}
