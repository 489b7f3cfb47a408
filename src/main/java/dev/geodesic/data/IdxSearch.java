package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the one data set in IDX files that a place means: in the directory itself, in the only
 * directory below that has one (as torchvision makes {@code MNIST/raw}), or, of several in one
 * directory, that which the last part of the place names (as {@code emnist-letters}).
 *
 * @param directory that it lies in
 * @param set its name there, mostly empty
 */
record IdxSearch(IdxDirectory directory, String set) {
  private static final int DEEPEST = 2;

  /** One of a directory's data sets that {@code place}, where nothing lies, names, if it does. */
  static Optional<IdxSearch> named(DataPlace place) {
    return place
        .parent()
        .filter(parent -> kind(parent) == Kind.DIRECTORY)
        .map(IdxDirectory::of)
        .filter(directory -> directory.sets().contains(place.name()))
        .map(directory -> new IdxSearch(directory, place.name()));
  }

  /**
   * The one in or below {@code place}, a directory.
   *
   * @throws RequestException if there is none, or several
   */
  static IdxSearch in(DataPlace place) {
    IdxDirectory directory = IdxDirectory.of(place);
    List<IdxSearch> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    collect(directory, "", 0, found, names);
    if (found.isEmpty()) {
      throw directory.missing(new IdxName("", IdxName.TRAIN, IdxName.Kind.IMAGES));
    }
    if (found.size() > 1) {
      throw new RequestException(
          "Cannot choose among the data sets in %s: %s; name one, as in dataset = \"%s/%s\""
              .formatted(
                  place.location(), IdxDirectory.some(names), place.location(), names.get(0)));
    }
    return found.get(0);
  }

  private static void collect(
      IdxDirectory directory, String path, int depth, List<IdxSearch> found, List<String> names) {
    Set<String> sets = directory.sets();
    // MNIST's own names are what the directory itself means, whatever lies beside them.
    for (String set : sets.contains("") ? Set.of("") : sets) {
      found.add(new IdxSearch(directory, set));
      names.add(Excerpt.oneLine(set.isEmpty() ? path.replaceFirst("/$", "") : path + set));
    }
    if (!sets.isEmpty() || depth == DEEPEST) {
      return;
    }
    for (DataPlace entry : directory.entries()) {
      if (!entry.name().startsWith(".") && kind(entry) == Kind.DIRECTORY) {
        collect(IdxDirectory.of(entry), path + entry.name() + "/", depth + 1, found, names);
      }
    }
  }

  private static Kind kind(DataPlace place) {
    try {
      return place.kind();
    } catch (IOException e) {
      throw Contents.unreadable(place, e);
    }
  }
}
