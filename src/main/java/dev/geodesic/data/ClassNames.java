package dev.geodesic.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The classes of a table, by what is written for them. Where all are numbers, they ascend, and two
 * spellings of a number are one class; else they are in the order of their characters.
 */
final class ClassNames {
  /** The largest integer up to which float64 represents every integer. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private final List<String> names;
  private final Map<String, Integer> classes;

  private ClassNames(List<String> names, Map<String, Integer> classes) {
    this.names = names;
    this.classes = classes;
  }

  /** Returns the classes that these spellings stand for. */
  static ClassNames of(Iterable<String> spellings) {
    Map<String, Double> numbers = new HashMap<>();
    spellings.forEach(spelling -> numbers.put(spelling, Decimal.parse(spelling)));
    boolean isNumeric = numbers.values().stream().noneMatch(number -> number.isNaN());
    Map<String, String> nameOf = new HashMap<>();
    numbers.forEach(
        (spelling, number) -> nameOf.put(spelling, isNumeric ? nameOf(number) : spelling));
    Stream<String> distinct = nameOf.values().stream().distinct();
    List<String> names =
        (isNumeric
                ? distinct.sorted(Comparator.comparingDouble(Decimal::parse))
                : distinct.sorted())
            .toList();
    Map<String, Integer> numbered = new HashMap<>();
    for (String name : names) {
      numbered.put(name, numbered.size());
    }
    Map<String, Integer> classes = new TreeMap<>();
    nameOf.forEach((spelling, name) -> classes.put(spelling, numbered.get(name)));
    return new ClassNames(names, classes);
  }

  /** Returns the names, in the order of the classes. */
  List<String> names() {
    return names;
  }

  /** Returns the class of a spelling; -1 for one that was not there. */
  int of(String spelling) {
    return classes.getOrDefault(spelling, -1);
  }

  private static String nameOf(double number) {
    return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
