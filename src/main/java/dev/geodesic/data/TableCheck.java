package dev.geodesic.data;

import dev.geodesic.data.TableMeasure.Flaws;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Refuses tables that cannot be used, and says what is wrong where. */
record TableCheck(Table table, TableChoice choice, TableMeasure measure) {
  /** As many columns of one kind of trouble are described. */
  private static final int MOST_DESCRIBED = 3;

  /**
   * Checks what was measured.
   *
   * @throws RequestException that names columns, lines and remedy
   */
  void require() {
    String label = Excerpt.oneLine(choice.labelColumn().name());
    if (measure.rows() == 0) {
      throw TableReader.unusable(table, "it holds no samples");
    }
    if (measure.unlabelled() > 0) {
      throw refuse(
          "the label, column %s, is missing in %,d of %,d rows%s; fill it in, or delete such rows"
              .formatted(
                  label,
                  measure.unlabelled(),
                  measure.rows(),
                  at(measure.firstUnlabelled(), ", first ")));
    }
    refuse(
        measure.texts(),
        "a finite float32 number",
        "write it as a number, or list the columns to use in features");
    refuse(
        measure.missing(),
        "a value",
        "fill it in, delete such rows, or list the columns to use in features");
    if (measure.classes().size() > TableMeasure.MOST_CLASSES) {
      throw refuse(
          "the label, column %s, has more than %,d different values; name the column of the classes in label"
              .formatted(label, TableMeasure.MOST_CLASSES));
    }
  }

  private void refuse(Flaws flaws, String wanted, String remedy) {
    List<String> names = choice.names();
    List<Integer> flawed =
        IntStream.range(0, names.size()).filter(f -> flaws.count(f) > 0).boxed().toList();
    if (flawed.isEmpty()) {
      return;
    }
    int more = flawed.size() - MOST_DESCRIBED;
    throw refuse(
        "%s must hold %s in each of %,d rows, got: %s%s; %s"
            .formatted(
                flawed.size() == 1 ? "a feature" : "features",
                wanted,
                measure.rows(),
                flawed.stream()
                    .limit(MOST_DESCRIBED)
                    .map(feature -> describe(names.get(feature), feature, flaws))
                    .collect(Collectors.joining(", ")),
                more > 0 ? " and %,d more columns".formatted(more) : "",
                remedy));
  }

  private static String describe(String name, int feature, Flaws flaws) {
    String text = flaws.firstText(feature);
    String first = text.isEmpty() ? "" : " (" + Excerpt.of(text) + ")";
    return "%s: none in %,d%s%s"
        .formatted(
            Excerpt.oneLine(name),
            flaws.count(feature),
            at(flaws.firstLine(feature), ", first "),
            first);
  }

  private static String at(long line, String before) {
    return line == 0 ? "" : "%sin line %,d".formatted(before, line);
  }

  private RequestException refuse(String message) {
    return new RequestException(
        "Cannot read %s as %s: %s".formatted(table.location(), table.format().words(), message));
  }
}
