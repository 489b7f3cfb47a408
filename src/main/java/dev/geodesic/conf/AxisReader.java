package dev.geodesic.conf;

import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Given;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axis;
import dev.geodesic.space.Range;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads the values of a parameter: one, a list of them, or a range of numbers. */
final class AxisReader {
  /** The most values of one list; more is probably a mistake, and would not fit into memory. */
  static final int MOST_VALUES = 10_000;

  private static final Parameter<Integer> POINTS =
      Parameter.of("points", Domains.whole(2, MOST_VALUES), "how many values, both ends included");
  private static final Parameter<Range.Scale> SCALE =
      Parameter.of("scale", Domains.choice(Range.Scale.class), "spacing").or(Range.Scale.LINEAR);

  private AxisReader() {}

  static <T> Axis<T> read(Value value, Parameter<T> parameter) {
    return new Axis<>(parameter, values(value, parameter.domain()));
  }

  private static <T> List<T> values(Value value, Domain<T> domain) {
    List<Given> entries = value.entries().orElse(null);
    if (entries != null && !domain.isOne(entries)) {
      return elements(value, domain::read);
    }
    if (value.type() == ConfigValueType.OBJECT && domain.isNumber()) {
      return range(value, domain);
    }
    return List.of(domain.read(value));
  }

  /** Reads each element of a list; there must be at least one. */
  static <T> List<T> elements(Value list, Function<Value, T> reader) {
    List<Value> elements = list.elements();
    if (elements.isEmpty()) {
      throw list.refuse("one value or more");
    }
    if (elements.size() > MOST_VALUES) {
      throw list.error(
          "%s must have at most %d values, got: %d"
              .formatted(list.path(), MOST_VALUES, elements.size()));
    }
    return elements.stream().map(reader).toList();
  }

  private static <T> List<T> range(Value value, Domain<T> domain) {
    Parameter<Double> from = end("from", "first value", domain);
    Parameter<Double> to = end("to", "last value", domain);
    Section section = Section.of(value, Section.keys(List.of(from, to, POINTS, SCALE)));
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
        .mapToObj(i -> domain.read(point(value, i, numbers.get(i))))
        .toList();
  }

  /** An end of a range, which must be a value that the parameter itself may have. */
  private static Parameter<Double> end(String key, String meaning, Domain<?> domain) {
    return Parameter.of(key, new End(domain), meaning + " of a range { from, to, points, scale }");
  }

  private record End(Domain<?> domain) implements Domain<Double> {
    private static final Domain<Double> NUMBER = Domains.number((key, number) -> number);

    @Override
    public Double read(Given given) {
      domain.read(given);
      return NUMBER.read(given);
    }

    @Override
    public Class<?> storedType() {
      return NUMBER.storedType();
    }

    @Override
    public Object stored(Double value) {
      return value;
    }
  }

  private static Value point(Value range, int index, double number) {
    return new Value(
        range.conf(),
        "%s (value %d of the range)".formatted(range.path(), index + 1),
        ConfigValueFactory.fromAnyRef(number).withOrigin(range.raw().origin()));
  }
}
