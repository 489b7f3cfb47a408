package dev.geodesic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.trial.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class QueryFormatTest {
  private static final String NESTED =
      """
      SELECT named_struct('a', 1.5D, 'b', CAST(NULL AS INT)) AS struct, array(1, NULL) AS list,
             map('k', 0.1D) AS map, CAST(NULL AS STRING) AS nothing, 0.1D + 0.2D AS number,
             DATE'2026-11-01' AS day, X'00FF' AS bytes
      """;

  private final SparkSession spark = SparkFixture.spark();

  private String print(QueryFormat format, String sql) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // What a terminal in the C locale has: CSV and JSON are UTF-8 nevertheless.
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.US_ASCII);
    format.print(new SqlQuestion(sql, Map.of()), spark, out);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTableIsAlignedRoundedCountedAndTimed() {
    String table =
        printUntimed(
            QueryFormat.TABLE,
            """
            SELECT * FROM VALUES ('sgd', 0.1D, 3, true), ('natural-gradient', 1e-6D, 100000, NULL),
              (NULL, 2D / 3, NULL, false) AS t(name, value, count, flag)
            """);
    assertThat(table)
        .isEqualTo(
            """
            +------------------+----------+--------+-------+
            | name             |    value |  count | flag  |
            +------------------+----------+--------+-------+
            | sgd              |      0.1 |      3 | true  |
            | natural-gradient |     1e-6 | 100000 |       |
            |                  | 0.666667 |        | false |
            +------------------+----------+--------+-------+
            (3 rows, TIME)
            """);
  }

  /** A table whose seconds, which must be some, are known. */
  private String printUntimed(QueryFormat format, String sql) {
    Matcher seconds = Pattern.compile("\\d+\\.\\d\\d s(?=\\)\n$)").matcher(print(format, sql));
    assertThat(seconds.find()).isTrue();
    return seconds.replaceFirst("TIME");
  }

  @Test
  void theTimeIsThatOfTheQuestionAndTheAnswer() {
    String slow = "SELECT java_method('java.lang.Thread', 'sleep', 300L) AS slept";
    long start = System.nanoTime();
    String table = print(QueryFormat.TABLE, slow);
    double passed = (System.nanoTime() - start) / 1e9;
    Matcher seconds = Pattern.compile("\\(1 row, (.*) s\\)").matcher(table);
    assertThat(seconds.find()).isTrue();
    assertThat(Double.parseDouble(seconds.group(1))).isBetween(0.3, passed + 0.005);
  }

  @Test
  void whatIsNoNumberAndWhatHasTwoLinesIsShown() {
    String odd =
        "SELECT CAST('NaN' AS DOUBLE) AS none, -1 / CAST('Infinity' AS DOUBLE) AS little,"
            + " CAST('-Infinity' AS DOUBLE) AS less, 'two\\nlines' AS text";
    assertThat(printUntimed(QueryFormat.TABLE, odd))
        .isEqualTo(
            """
            +------+--------+-----------+-------+
            | none | little |      less | text  |
            +------+--------+-----------+-------+
            |  NaN |      0 | -Infinity | two   |
            |      |        |           | lines |
            +------+--------+-----------+-------+
            (1 row, TIME)
            """);
    assertThat(print(QueryFormat.CSV, odd))
        .isEqualTo("none,little,less,text\nNaN,-0.0,-Infinity,\"two\nlines\"\n");
    assertThat(print(QueryFormat.JSON, odd))
        .isEqualTo(
            "{\"none\":\"NaN\",\"little\":-0.0,\"less\":\"-Infinity\",\"text\":\"two\\nlines\"}\n");
  }

  @Test
  void aTableOfOneRowAndOneOfNone() {
    assertThat(printUntimed(QueryFormat.TABLE, "SELECT 1 AS x")).endsWith("(1 row, TIME)\n");
    assertThat(printUntimed(QueryFormat.TABLE, "SELECT 1 AS x WHERE false"))
        .contains("| x |")
        .endsWith("(0 rows, TIME)\n");
    assertThat(printUntimed(QueryFormat.TABLE, "SELECT id FROM range(1234)"))
        .endsWith("(1,234 rows, TIME)\n");
  }

  @Test
  void nestedValuesAreJsonInEveryFormat() throws IOException {
    String struct = "{\"a\":1.5,\"b\":null}";
    assertThat(print(QueryFormat.TABLE, NESTED))
        .contains(
            "| " + struct + " | [1,null] | {\"k\":0.1} |         |    0.3 | 2026-11-01 | 00FF");
    CSVRecord csv = parse(print(QueryFormat.CSV, NESTED)).get(1);
    assertThat(csv.toList())
        .containsExactly(
            struct, "[1,null]", "{\"k\":0.1}", "", "0.30000000000000004", "2026-11-01", "00FF");
    JsonNode json = new ObjectMapper().readTree(print(QueryFormat.JSON, NESTED));
    assertThat(json.get("struct")).hasToString(struct);
    assertThat(json.get("list")).hasToString("[1,null]");
    assertThat(json.get("map").get("k").doubleValue()).isEqualTo(0.1);
    assertThat(json.get("nothing").isNull()).isTrue();
    assertThat(json.get("number").doubleValue()).isEqualTo(0.1 + 0.2);
  }

  @Test
  void csvIsRfc4180() {
    String sql =
        """
        SELECT * FROM VALUES ('plain', 1, 0.1D + 0.2D), ('a, b', 2, 1e-6D), ('say "no"', NULL, 1D),
          ('two\\nlines', 4, NULL), ('groß ∇', 5, CAST('NaN' AS DOUBLE))
          AS t(`text, quoted`, count, value)
        """;
    assertThat(print(QueryFormat.CSV, sql))
        .isEqualTo(
            """
            "text, quoted",count,value
            plain,1,0.30000000000000004
            "a, b",2,1.0E-6
            "say ""no\""",,1.0
            "two
            lines",4,
            groß ∇,5,NaN
            """);
  }

  @Test
  void csvReadsBackToEveryBit() throws IOException {
    List<CSVRecord> records =
        parse(print(QueryFormat.CSV, "SELECT id, exp(id * 0.7D - 30) AS x FROM range(100)"));
    assertThat(records).hasSize(101);
    List<Double> expected =
        spark.sql("SELECT exp(id * 0.7D - 30) FROM range(100) ORDER BY id").collectAsList().stream()
            .map(row -> row.getDouble(0))
            .toList();
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Double.parseDouble(records.get(i + 1).get(1))).isEqualTo(expected.get(i));
    }
  }

  private static List<CSVRecord> parse(String csv) throws IOException {
    return CSVParser.parse(csv, CSVFormat.RFC4180).getRecords();
  }

  @Test
  void jsonIsAnObjectALineWithEveryColumn() throws IOException {
    String json =
        print(
            QueryFormat.JSON,
            "SELECT * FROM VALUES (1, 'ü\"\\n', NULL), (NULL, NULL, 1e-300D) AS t(a, `b.c`, d)");
    assertThat(json)
        .isEqualTo(
            """
            {"a":1,"b.c":"ü\\"\\n","d":null}
            {"a":null,"b.c":null,"d":1.0E-300}
            """);
    for (String line : json.lines().toList()) {
      assertThat(new ObjectMapper().readTree(line).size()).isEqualTo(3);
    }
  }

  @Test
  void columnsOfOneNameAreShownWhereTheyCanBe() {
    String twice = "SELECT 1 AS x, 2 AS x";
    assertThat(print(QueryFormat.CSV, twice)).isEqualTo("x,x\n1,2\n");
    assertThat(print(QueryFormat.TABLE, twice)).contains("| x | x |", "| 1 | 2 |");
    assertThatThrownBy(() -> print(QueryFormat.JSON, twice))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "The columns of JSON must have distinct names, got: x twice; rename one with AS");
  }

  @Test
  void commandsThatReadAreAnswered() {
    for (String command : List.of("SHOW VIEWS", "DESCRIBE QUERY SELECT 1", "EXPLAIN SELECT 1")) {
      assertThat(print(QueryFormat.CSV, command)).as(command).contains("\n");
    }
  }
}
