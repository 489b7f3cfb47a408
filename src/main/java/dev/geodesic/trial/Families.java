package dev.geodesic.trial;

import dev.geodesic.parameter.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All kinds of optimizers. */
public final class Families {
  /** In the order in which they are shown. */
  public static final List<Family<?>> ALL =
      List.of(
          Sgd.FAMILY,
          Momentum.FAMILY,
          Adam.FAMILY,
          NaturalGradient.FAMILY,
          NaturalGradient.EMPIRICAL_FAMILY,
          ConjugateGradient.FAMILY,
          KroneckerFactored.KFAC,
          KroneckerFactored.EKFAC,
          Spring.FAMILY);

  /** The hyperparameters of all optimizers, each once, in the order in which they are shown. */
  public static final List<Parameter<?>> PARAMETERS = parameters();

  private Families() {}

  /** Returns the family of this name, if there is one. */
  public static Optional<Family<?>> named(String name) {
    return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
  }

  private static List<Parameter<?>> parameters() {
    Map<String, Parameter<?>> byKey = new LinkedHashMap<>();
    ALL.stream()
        .flatMap(family -> family.parameters().stream())
        .forEach(parameter -> byKey.putIfAbsent(parameter.key(), parameter));
    return List.copyOf(byKey.values());
  }
}
