package dev.geodesic.space;

import dev.geodesic.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups trials into packs. The grouping depends on the trials and the pack size alone, never on
 * the cluster, so that a sweep gives the same bits on two slots and on two hundred.
 */
public final class Packing {
  private Packing() {}

  /** Groups trials into packs of one structure each, ordered by their structures' first trials. */
  public static List<Pack> pack(List<Trial> trials, PackSize packSize) {
    Map<Pack.Structure, List<Trial>> byStructure = new LinkedHashMap<>();
    for (Trial trial : trials) {
      byStructure
          .computeIfAbsent(Pack.Structure.of(trial.spec()), s -> new ArrayList<>())
          .add(trial);
    }
    List<Pack> packs = new ArrayList<>();
    for (List<Trial> alike : byStructure.values()) {
      int size = packSize.of(alike, trials.size());
      for (int start = 0; start < alike.size(); start += size) {
        packs.add(new Pack(alike.subList(start, Math.min(start + size, alike.size()))));
      }
    }
    return List.copyOf(packs);
  }
}
