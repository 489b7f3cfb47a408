package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data set in IDX files that a place names: in the directory itself, in the only directory
 * below that has one (as torchvision makes {@code MNIST/raw}), or, of several in one directory, the
 * one that the last part of the place names (as {@code emnist-letters}).
 *
 * @param directory that the data set lies in
 * @param set its name there; empty for MNIST's file names
 * @param strayTestSet the location of a test set without a training set, if the search found one
 */
record IdxSearch(IdxDirectory directory, String set, Optional<String> strayTestSet) {
  private static final int DEEPEST = 2;

  /** Returns the data set that {@code place}, where no file lies, names in its parent directory. */
  static Optional<IdxSearch> named(DataPlace place) {
    return place
        .parent()
        .filter(parent -> kind(parent) == Kind.DIRECTORY)
        .map(IdxDirectory::of)
        .filter(directory -> directory.sets().contains(place.name()))
        .map(directory -> new IdxSearch(directory, place.name(), Optional.empty()));
  }

  /**
   * Returns the data set that a place names for its test files; training files need not be there.
   *
   * @throws RequestException if there is none, or several
   */
  static IdxSearch ofTest(DataPlace place) {
    return named(place).or(() -> onlyTest(place)).orElseGet(() -> in(place));
  }

  private static Optional<IdxSearch> onlyTest(DataPlace place) {
    IdxDirectory directory = IdxDirectory.of(place);
    return directory.hasFiles() && directory.sets().isEmpty()
        ? Optional.of(new IdxSearch(directory, directory.anySet(), Optional.empty()))
        : Optional.empty();
  }

  /**
   * Returns the only data set in or below a directory.
   *
   * @throws RequestException if there is none, or several
   */
  static IdxSearch in(DataPlace place) {
    IdxDirectory directory = IdxDirectory.of(place);
    Walk walk = new Walk();
    walk.visit(directory, "", 0);
    if (walk.found.isEmpty()) {
      throw walk.troubles.isEmpty()
          ? directory.missing(new IdxName("", IdxName.TRAIN, IdxName.Kind.IMAGES))
          : walk.troubles.get(0);
    }
    if (walk.found.size() > 1) {
      throw new RequestException(
          "Cannot choose among the data sets in %s: %s; name one, as in dataset = \"%s/%s\""
              .formatted(
                  place.location(), Excerpt.list(walk.names), place.location(), walk.names.get(0)));
    }
    IdxSearch only = walk.found.get(0);
    return new IdxSearch(only.directory, only.set, walk.testSets.stream().findFirst());
  }

  /** Collects the data sets in a directory and those below it. */
  private static final class Walk {
    private final List<IdxSearch> found = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> testSets = new ArrayList<>();

    /**
     * Errors of directories that could not be read. They are reported if nothing is found, because
     * the data may be there.
     */
    private final List<RequestException> troubles = new ArrayList<>();

    private void visit(IdxDirectory directory, String path, int depth) {
      Set<String> sets = directory.sets();
      // Files with MNIST's own names are what the directory means, whatever else lies there.
      for (String set : sets.contains("") ? Set.of("") : sets) {
        found.add(new IdxSearch(directory, set, Optional.empty()));
        names.add(Excerpt.oneLine(set.isEmpty() ? path.replaceFirst("/$", "") : path + set));
      }
      if (!sets.isEmpty()) {
        return;
      }
      if (directory.hasFiles()) {
        testSets.add(directory.location());
      }
      if (depth == DEEPEST) {
        return;
      }
      for (DataPlace entry : directory.entries()) {
        try {
          if (!entry.name().startsWith(".") && kind(entry) == Kind.DIRECTORY) {
            visit(IdxDirectory.of(entry), path + entry.name() + "/", depth + 1);
          }
        } catch (RequestException e) {
          troubles.add(e);
        }
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
