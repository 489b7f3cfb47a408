package dev.geodesic.trial;

import dev.geodesic.parameter.Assignment;
import dev.geodesic.parameter.Given;
import dev.geodesic.parameter.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the specification of a trial back from its parameters in the results. */
public final class TrialReader {
  private final String name;
  private final Map<String, Object> parameters;

  private TrialReader(String name, Map<String, Object> parameters) {
    this.name = name;
    this.parameters = parameters;
  }

  /**
   * Reads a trial.
   *
   * @param name what messages call it
   * @param parameters as {@link TrialSpec#parameters} gives them
   * @throws RequestException if they ask for something that cannot be done
   */
  public static TrialSpec read(String name, Map<String, Object> parameters) {
    return new TrialReader(name, parameters).read();
  }

  private TrialSpec read() {
    Family<?> family =
        value(TrialSpec.OPTIMIZER)
            .orElseThrow(() -> new RequestException(name + ": optimizer must be given"));
    try {
      return new TrialSpec(
          new DataSpec(values(DataSpec.PARAMETERS)),
          new ModelSpec(values(ModelSpec.PARAMETERS)),
          family.of(values(family.parameters())),
          new Schedule(values(Schedule.IDENTITY)),
          value(TrialSpec.SEED)
              .orElseThrow(() -> new RequestException(name + ": seed must be given")));
    } catch (IllegalArgumentException e) {
      throw new RequestException(name + ": " + e.getMessage(), e);
    }
  }

  private Assignment values(List<? extends Parameter<?>> wanted) {
    Assignment values = Assignment.NONE;
    for (Parameter<?> parameter : wanted) {
      values = with(values, parameter);
    }
    return values;
  }

  private <T> Assignment with(Assignment values, Parameter<T> parameter) {
    return value(parameter).map(value -> values.with(parameter, value)).orElse(values);
  }

  /** Returns a parameter's value. The stored form of a default need not be readable. */
  private <T> Optional<T> value(Parameter<T> parameter) {
    Object stored = parameters.get(parameter.key());
    if (stored == null || parameter.isDefault(stored)) {
      return parameter.fallback();
    }
    return Optional.of(parameter.domain().read(new Stored(name, parameter.key(), stored)));
  }

  /** A value in the results. */
  private record Stored(String trial, String path, Object value) implements Given {
    @Override
    public Optional<String> text() {
      return Optional.of(value.toString());
    }

    /** Lists are stored as text. */
    @Override
    public Optional<List<Given>> entries() {
      String text = value.toString();
      if (!text.startsWith("[") || !text.endsWith("]")) {
        return Optional.empty();
      }
      return Optional.of(
          Arrays.stream(text.substring(1, text.length() - 1).split(",", -1))
              .map(String::strip)
              .filter(entry -> !entry.isEmpty())
              .<Given>map(entry -> new Stored(trial, path, entry))
              .toList());
    }

    @Override
    public RuntimeException refuse(String rule, String remedy) {
      return error("%s must be %s, got: %s%s".formatted(path, rule, value, remedy));
    }

    @Override
    public RuntimeException refuseUnknown(String word, Collection<String> known) {
      return refuse("one of " + String.join(", ", known), "");
    }

    @Override
    public RuntimeException error(String message) {
      return new RequestException(trial + ": " + message);
    }
  }
}
