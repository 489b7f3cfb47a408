package dev.geodesic.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a list of checks. */
final class Checks {
  private final String owner;
  private final List<Check> checks = new ArrayList<>();

  /** Starts a list of checks of the primitives of {@code owner}, an interface or another group. */
  Checks(String owner) {
    this.owner = owner;
  }

  /**
   * Adds a {@link Check}.
   *
   * @param primitives names of the owner's primitives, or of others with their owner and a dot
   */
  void add(String circumstances, Check.Body body, String... primitives) {
    List<String> names =
        Arrays.stream(primitives)
            .map(name -> name.matches("\\w+\\.\\w.*") ? name : owner + "." + name)
            .toList();
    checks.add(new Check(names, circumstances, body));
  }

  List<Check> all() {
    return List.copyOf(checks);
  }
}
