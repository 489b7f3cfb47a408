package dev.geodesic.store.files;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Names sweeps by their directories or, where two have the same name, with as many parents before
 * it as make all names distinct.
 */
public final class SweepNames {
  private SweepNames() {}

  /** Returns the name of a single sweep. */
  public static String of(URI results) {
    return withoutLastSlash(results).getName();
  }

  /** Names several sweeps: each directory once, by its name, in the order given. */
  public static Map<String, URI> of(List<URI> results) {
    Map<Path, URI> roots = new LinkedHashMap<>();
    results.forEach(root -> roots.putIfAbsent(withoutLastSlash(root), root));
    List<String> names = names(roots.keySet());
    Map<String, URI> named = new LinkedHashMap<>();
    roots.values().forEach(root -> named.put(names.get(named.size()), root));
    return named;
  }

  private static Path withoutLastSlash(URI root) {
    return new Path(new Path(root).toString());
  }

  private static List<String> names(Collection<Path> roots) {
    int deepest = roots.stream().mapToInt(Path::depth).max().orElse(0);
    for (int parts = 1; parts <= deepest; parts++) {
      List<String> names = new ArrayList<>();
      for (Path root : roots) {
        names.add(end(root, parts));
      }
      if (Set.copyOf(names).size() == names.size()) {
        return names;
      }
    }
    // The directories differ only in their file system.
    return roots.stream().map(Path::toString).toList();
  }

  private static String end(Path path, int parts) {
    @Nullable Path parent = path.getParent();
    return parts == 1 || parent == null || parent.isRoot()
        ? path.getName()
        : end(parent, parts - 1) + Path.SEPARATOR + path.getName();
  }
}
