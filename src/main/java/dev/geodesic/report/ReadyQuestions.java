package dev.geodesic.report;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The questions of {@code conf/queries}, which the build packs into this class's folder. */
public final class ReadyQuestions {
  private static final String FOLDER = "queries";
  private static final String EXTENSION = ".sql";
  private static final SortedMap<String, QuestionFile> ALL = read();

  private ReadyQuestions() {}

  /** The names of all ready questions, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Returns the question of this name.
   *
   * @throws RequestException if there is none
   */
  public static QuestionFile named(String name) {
    QuestionFile found = ALL.get(name);
    if (found == null) {
      throw new RequestException(
          "A question must be SQL or one of %s, got: %s"
              .formatted(String.join(", ", names()), name));
    }
    return found;
  }

  private static SortedMap<String, QuestionFile> read() {
    URL folder =
        Objects.requireNonNull(ReadyQuestions.class.getResource(FOLDER), "queries are packed");
    try {
      URI place = folder.toURI();
      if (!place.getScheme().equals("jar")) {
        return read(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return read(jar.provider().getPath(place));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SortedMap<String, QuestionFile> read(Path folder) throws IOException {
    SortedMap<String, QuestionFile> questions = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(EXTENSION)).toList()) {
        String name = file.getFileName().toString().replace(EXTENSION, "");
        questions.put(name, QuestionFile.parse(Files.readString(file)));
      }
    }
    return questions;
  }
}
