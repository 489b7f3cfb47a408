package dev.geodesic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class QuestionFileTest {
  private static final String TEXT =
      """
      -- What is larger than a bound.
      --
      -- As many as asked for: others are passed over.
      -- :least = 2.5  the bound
      -- :top=1 how many
      -- :word = 'a b'  beside each
      SELECT id, :word AS word FROM range(10) WHERE id > :least -- :other = 3 not here
      ORDER BY id LIMIT :top
      """;

  private final SparkSession spark = SparkFixture.spark();
  private final QuestionFile file = QuestionFile.parse(TEXT);

  @Test
  void theHeaderSaysWhatItAnswersAndDeclaresParameters() {
    assertThat(file.description()).isEqualTo("What is larger than a bound.");
    assertThat(file.parameters())
        .containsExactly(
            new QuestionParameter("least", 2.5, "the bound"),
            new QuestionParameter("top", 1, "how many"),
            new QuestionParameter("word", "a b", "beside each"));
    assertThat(file.sql()).isEqualTo(TEXT);
    assertThat(QuestionFile.parse("SELECT 1"))
        .isEqualTo(new QuestionFile("", List.of(), "SELECT 1"));
  }

  @Test
  void parametersHaveTheirUsualValueOrTheOneThatIsGiven() {
    assertThat(file.with(Map.of()).answer(spark).collectAsList())
        .containsExactly(RowFactory.create(3L, "a b"));
    assertThat(
            file.with(Map.of("least", "7", "top", "5", "word", "12")).answer(spark).collectAsList())
        .containsExactly(RowFactory.create(8L, "12"), RowFactory.create(9L, "12"));
  }

  @Test
  void aParameterThatNobodyDeclaredIsANumberIfItLooksLikeOne() {
    QuestionFile undeclared =
        QuestionFile.parse("SELECT :a + 1 AS a, :b || 'x' AS b, typeof(:c) AS c, typeof(:d) AS d");
    assertThat(
            undeclared
                .with(Map.of("a", "1", "b", "yes", "c", "-1.5e-3", "d", "12345678901"))
                .answer(spark)
                .collectAsList())
        .containsExactly(RowFactory.create(2, "yesx", "double", "bigint"));
  }

  @Test
  void aValueCannotChangeTheStatement() {
    assertThat(
            QuestionFile.parse("SELECT :word AS word")
                .with(Map.of("word", "' OR 1 = 1 --"))
                .answer(spark)
                .collectAsList())
        .containsExactly(RowFactory.create("' OR 1 = 1 --"));
  }

  @Test
  void mistakesAreTold() {
    assertThatThrownBy(() -> file.with(Map.of("lest", "1")))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "A parameter must be one of the question's, got: lest; it has least, top, word");
    assertThatThrownBy(() -> QuestionFile.parse("SELECT :ab").with(Map.of("a", "1")))
        .hasMessage("A parameter must be one of the question's, got: a; it has none");
    assertThatThrownBy(() -> file.with(Map.of("least", "NaN")))
        .isInstanceOf(RequestException.class)
        .hasMessage("least must be a number (the bound), got: NaN");
    assertThatThrownBy(() -> QuestionFile.parse("-- :x = many things"))
        .isInstanceOf(RequestException.class)
        .hasMessage("The value of :x must be a number or a 'text', got: many");
  }
}
