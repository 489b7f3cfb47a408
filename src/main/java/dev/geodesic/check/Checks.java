package dev.geodesic.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of checks in the making. */
final class Checks {
  private final String owner;
  private final List<Check> checks = new ArrayList<>();

  /** Checks of the primitives of {@code owner}: the name of an interface, or of another group. */
  Checks(String owner) {
    this.owner = owner;
  }

  /**
   * Adds a {@link Check}.
   *
   * @param primitives of the owner, or with their own before a dot
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
