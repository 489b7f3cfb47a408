package dev.geodesic.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A short description of many cases. */
final class CaseList {
  private static final List<Dimension> DIMENSIONS =
      List.of(
          new Dimension("", bench -> bench.method().confName()),
          new Dimension("data ", bench -> bench.data().words()),
          new Dimension("batch ", BenchCase::batch),
          new Dimension("pack ", BenchCase::trials));

  private CaseList() {}

  private record Dimension(String name, Function<BenchCase, Object> value) {}

  /**
   * Returns the description of some cases, for example {@code dense data 28x28 batch 16/32 pack
   * 1/16, data 14x14 batch 16/32 pack 16}.
   */
  static String words(List<BenchCase> cases) {
    return words(cases, 0);
  }

  /**
   * Describes some cases by the dimensions from this one on. Values with the same description of
   * the other dimensions are grouped.
   */
  private static String words(List<BenchCase> cases, int from) {
    if (from == DIMENSIONS.size()) {
      return "";
    }
    Dimension dimension = DIMENSIONS.get(from);
    Map<Object, List<BenchCase>> byValue =
        cases.stream()
            .collect(
                Collectors.groupingBy(dimension.value(), LinkedHashMap::new, Collectors.toList()));
    Map<String, String> valuesOfRest = new LinkedHashMap<>();
    byValue.forEach(
        (value, some) ->
            valuesOfRest.merge(
                words(some, from + 1), value.toString(), (one, other) -> one + "/" + other));
    return valuesOfRest.entrySet().stream()
        .map(entry -> (dimension.name() + entry.getValue() + " " + entry.getKey()).strip())
        .collect(Collectors.joining(from == 0 ? "; " : ", "));
  }
}
