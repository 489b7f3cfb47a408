package dev.geodesic.data;

import dev.geodesic.data.DataPlace.Kind;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.IOUtils;

/** The IDX files directly in a directory, by their names. */
final class IdxDirectory {
  private final DataPlace directory;
  private final List<DataPlace> entries;
  private final Map<IdxName, List<DataPlace>> files = new LinkedHashMap<>();

  private IdxDirectory(DataPlace directory, List<DataPlace> entries) {
    this.directory = directory;
    this.entries = entries;
  }

  /**
   * Lists a directory.
   *
   * @throws RequestException if it cannot be listed
   */
  static IdxDirectory of(DataPlace directory) {
    try {
      IdxDirectory listed = new IdxDirectory(directory, directory.list());
      for (DataPlace entry : listed.entries) {
        Optional<IdxName> name = IdxName.of(entry.name());
        if (name.isPresent()) {
          listed.add(name.get(), entry);
        }
      }
      return listed;
    } catch (IOException e) {
      throw Contents.unreadable(directory, e);
    }
  }

  /** Adds a file, or the file in a directory of its name, as some programs expand archives. */
  private void add(IdxName name, DataPlace entry) throws IOException {
    if (!isDirectory(entry)) {
      files.computeIfAbsent(name, n -> new ArrayList<>()).add(entry);
      return;
    }
    for (DataPlace inner : entry.list()) {
      boolean same =
          IdxName.of(inner.name())
              .filter(n -> n.part().equals(name.part()) && n.kind() == name.kind())
              .isPresent();
      if (same && !isDirectory(inner)) {
        files.computeIfAbsent(name, n -> new ArrayList<>()).add(inner);
      }
    }
  }

  /**
   * Whether an entry is a directory. One that cannot be examined counts as a file, so that opening
   * it reports the error.
   */
  private static boolean isDirectory(DataPlace entry) {
    try {
      return entry.kind() == Kind.DIRECTORY;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the directory's location, for messages. */
  String location() {
    return directory.location();
  }

  /** Returns all entries of the directory. */
  List<DataPlace> entries() {
    return entries;
  }

  /**
   * Returns the names of the data sets that have a training file here; MNIST's file names count as
   * the empty name.
   */
  Set<String> sets() {
    Set<String> sets = new TreeSet<>();
    for (IdxName name : files.keySet()) {
      if (name.isTraining()) {
        sets.add(name.set());
      }
    }
    return sets;
  }

  /** Returns the name of a data set that has any file here, of several the first. */
  String anySet() {
    return new TreeSet<>(files.keySet().stream().map(IdxName::set).toList()).first();
  }

  /** Whether there are files of any part of a data set. */
  boolean hasFiles() {
    return !files.isEmpty();
  }

  /** Whether there are images or labels of a part of a data set, in any spelling. */
  boolean hasPart(String set, String part) {
    return files.keySet().stream().anyMatch(n -> n.set().equals(set) && n.part().equals(part));
  }

  /**
   * Returns the file of this name.
   *
   * @throws RequestException if there is none, or several that differ
   */
  DataPlace file(IdxName name) {
    List<DataPlace> spellings = files.getOrDefault(name, List.of());
    if (spellings.isEmpty()) {
      throw missing(name);
    }
    for (DataPlace other : spellings.subList(1, spellings.size())) {
      requireSame(spellings.get(0), other);
    }
    return spellings.get(0);
  }

  /**
   * Refuses two files of the same meaning with different contents, such as an old file next to its
   * successor.
   *
   * @throws RequestException if the contents differ
   */
  static void requireSame(DataPlace one, DataPlace other) {
    boolean same =
        Contents.read(
            one, a -> Contents.read(other, b -> IOUtils.contentEquals(a.stream(), b.stream())));
    if (!same) {
      throw new RequestException(
          "Cannot choose between %s and %s: they hold different data; delete the one that is not meant"
              .formatted(one.location(), other.location()));
    }
  }

  RequestException missing(IdxName name) {
    return new RequestException(
        "Cannot find %s/%s, compressed or not (%s); put it there, or correct dataset"
            .formatted(location(), Excerpt.oneLine(name.spelling()), describe()));
  }

  private String describe() {
    List<String> names = entries.stream().map(DataPlace::name).toList();
    return names.isEmpty() ? "the directory is empty" : "there: " + Excerpt.list(names);
  }
}
