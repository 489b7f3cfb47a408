package dev.geodesic.conf;

import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Given;
import dev.geodesic.parameter.Parameter;
import dev.geodesic.space.Axis;
import dev.geodesic.space.Interval;
import dev.geodesic.trial.RequestException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads the values of a parameter: one, a list of them, or a range of numbers, which is continuous
 * if it has no points.
 */
final class AxisReader {
  /** The most values of one list; more is probably a mistake, and would not fit into memory. */
  static final int MOST_VALUES = 10_000;

  private static final Parameter<Integer> POINTS =
      Parameter.of("points", Domains.whole(2, MOST_VALUES), "how many values, both ends included");
  private static final Parameter<Interval.Scale> SCALE =
      Parameter.of("scale", Domains.choice(Interval.Scale.class), "spacing")
          .or(Interval.Scale.LINEAR);

  private AxisReader() {}

  static <T> Axis<T> read(Value value, Parameter<T> parameter) {
    Domain<T> domain = parameter.domain();
    List<Given> entries = value.entries().orElse(null);
    if (entries != null && !domain.isOne(entries)) {
      return new Axis.Listed<>(parameter, elements(value, domain::read));
    }
    if (value.type() == ConfigValueType.OBJECT && domain.isNumber()) {
      return range(value, parameter);
    }
    return new Axis.Listed<>(parameter, List.of(domain.read(value)));
  }

  /**
   * Returns the error that refuses a range without points.
   *
   * @param range as given
   * @param grid what needs the points
   */
  static RequestException refuseContinuous(Value range, String grid) {
    return range.error(
        "%s must be given (%s), as %s is searched as a grid; or set search = random or sobol, which draw from the whole range"
            .formatted(range.pathOf(POINTS.key()), POINTS.meaning(), grid));
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

  private static <T> Axis<T> range(Value value, Parameter<T> parameter) {
    Domain<T> domain = parameter.domain();
    Parameter<Double> from = end("from", "first value", domain);
    Parameter<Double> to = end("to", "last value", domain);
    Section section = Section.of(value, Section.keys(List.of(from, to, POINTS, SCALE)));
    double first = section.one(from);
    double last = section.one(to);
    Optional<Integer> points = section.maybe(POINTS);
    Interval.Scale scale = section.one(SCALE);
    if (scale == Interval.Scale.LOG && first <= 0) {
      throw value.error(
          "%s.from must be > 0 where scale is log, got: %s".formatted(value.path(), first));
    }
    Interval interval = value.checked(value.path() + ".", () -> new Interval(first, last, scale));
    return points
        .<Axis<T>>map(count -> new Axis.Listed<>(parameter, points(value, domain, interval, count)))
        .orElseGet(() -> new Axis.Continuous<>(parameter, interval));
  }

  private static <T> List<T> points(Value range, Domain<T> domain, Interval interval, int count) {
    List<Double> numbers = interval.points(count);
    return IntStream.range(0, count)
        .mapToObj(i -> domain.read(point(range, i, numbers.get(i))))
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
