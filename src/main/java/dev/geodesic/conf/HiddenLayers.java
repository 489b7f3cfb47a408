package dev.geodesic.conf;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValueType;
import dev.geodesic.trial.Require;
import java.util.List;

/**
 * The widths of a model's hidden layers: a list, which may be empty; a list of lists is several.
 */
final class HiddenLayers implements Kind<List<Integer>> {
  private static final Kind<Integer> WIDTH =
      Numbers.whole((key, width) -> Require.atLeast(key, 1, width));

  @Override
  public List<Integer> read(Value value) {
    if (!(value.raw() instanceof ConfigList list)) {
      throw value.refuse("a list of whole numbers, as in [64]");
    }
    return list.isEmpty() ? List.of() : Axis.elements(value, list, WIDTH::read);
  }

  @Override
  public boolean isOne(ConfigList list) {
    return list.stream().noneMatch(element -> element.valueType() == ConfigValueType.LIST);
  }
}
