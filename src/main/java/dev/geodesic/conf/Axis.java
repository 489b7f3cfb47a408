package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.space.Range;
import dev.geodesic.trial.Require;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The values of a hyperparameter: one, a list of them, or a range of numbers. */
final class Axis {
  /** More is a slip of the finger, and would not fit into memory as trials. */
  static final int MOST_VALUES = 10_000;

  private static final Key<Integer> POINTS =
      Key.required("points", Numbers.whole(Axis::points), "how many values, both ends included");
  private static final Key<Range.Scale> SCALE =
      Key.of("scale", Kinds.choice(Range.Scale.class), Range.Scale.LINEAR, "spacing");

  private Axis() {}

  static <T> List<T> values(Value value, Kind<T> kind) {
    if (value.raw() instanceof ConfigList list && !kind.isOne(list)) {
      return elements(value, list, kind::read);
    }
    if (value.type() == ConfigValueType.OBJECT && kind.isNumber()) {
      return range(value, kind);
    }
    return List.of(kind.read(value));
  }

  /** What each element of a list is read into; there must be one. */
  static <T> List<T> elements(Value value, ConfigList list, Function<Value, T> reader) {
    if (list.isEmpty()) {
      throw value.refuse("one value or more");
    }
    if (list.size() > MOST_VALUES) {
      throw value.error(
          "%s must have at most %d values, got: %d"
              .formatted(value.path(), MOST_VALUES, list.size()));
    }
    return IntStream.range(0, list.size())
        .mapToObj(i -> reader.apply(value.child(Integer.toString(i), list.get(i))))
        .toList();
  }

  private static <T> List<T> range(Value value, Kind<T> kind) {
    Key<Double> from = end("from", "first value", kind);
    Key<Double> to = end("to", "last value", kind);
    Section section = Section.of(value, Section.names(List.of(from, to, POINTS, SCALE)));
    double first = section.one(from);
    double last = section.one(to);
    int points = section.one(POINTS);
    Range.Scale scale = section.one(SCALE);
    if (scale == Range.Scale.LOG && first <= 0) {
      throw value.error(
          "%s.from must be > 0 where scale is log, got: %s".formatted(value.path(), first));
    }
    List<Double> numbers =
        value.checked(value.path() + ".", () -> new Range(first, last, points, scale).values());
    return IntStream.range(0, points)
        .mapToObj(i -> kind.read(point(value, i, numbers.get(i))))
        .toList();
  }

  /** An end of a range, which must be a value that the hyperparameter itself may have. */
  private static Key<Double> end(String name, String meaning, Kind<?> kind) {
    return Key.required(
        name,
        value -> {
          kind.read(value);
          return Numbers.number((key, number) -> number).read(value);
        },
        meaning + " of a range { from, to, points, scale }");
  }

  private static Value point(Value range, int index, double number) {
    return new Value(
        range.conf(),
        "%s (value %d of the range)".formatted(range.path(), index + 1),
        ConfigValueFactory.fromAnyRef(number).withOrigin(range.raw().origin()));
  }

  private static int points(String key, int points) {
    if (points > MOST_VALUES) {
      throw new IllegalArgumentException(
          "%s must be <= %d, got: %d".formatted(key, MOST_VALUES, points));
    }
    return Require.atLeast(key, 2, points);
  }
}
