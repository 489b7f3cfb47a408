package dev.geodesic.trial;

import dev.geodesic.parameter.Domain;
import dev.geodesic.parameter.Domains;
import dev.geodesic.parameter.Given;
import java.util.List;

/** Widths of hidden layers: a list of whole numbers, as in {@code [64, 32]}, which may be empty. */
final class LayerWidths implements Domain<List<Integer>> {
  private static final Domain<Integer> WIDTH = Domains.whole(1);

  @Override
  public List<Integer> read(Given given) {
    return given
        .entries()
        .orElseThrow(() -> given.refuse("a list of whole numbers, as in [64]"))
        .stream()
        .map(WIDTH::read)
        .toList();
  }

  @Override
  public void check(String key, List<Integer> value) {
    value.forEach(width -> WIDTH.check(key, width));
  }

  @Override
  public Class<?> storedType() {
    return String.class;
  }

  @Override
  public Object stored(List<Integer> value) {
    return value.toString();
  }

  /** A list of numbers is one value; a list of lists is several. */
  @Override
  public boolean isOne(List<Given> list) {
    return list.stream().allMatch(entry -> entry.entries().isEmpty());
  }
}
