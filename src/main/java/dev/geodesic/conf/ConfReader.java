package dev.geodesic.conf;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import dev.geodesic.space.Halving;
import dev.geodesic.space.SweepSpec;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a conf: HOCON text, in which every key is checked.
 *
 * <p>An override is {@code key=value} with a HOCON value, as in {@code sweep.steps=100}, {@code
 * data.downsample=[7, 14]} or {@code optimizers.0.learning-rate=0.1}. It takes the place of what
 * the file says under that key; an entry of a list is named by its number, from 0.
 */
public final class ConfReader {
  private static final String EXTENSION = ".conf";
  private static final int MOST_NAMED = 10;

  private ConfReader() {}

  /**
   * Reads the conf in a local file.
   *
   * @param overrides as {@code key=value}
   * @throws RequestException if the file cannot be read or asks for something that cannot be done
   */
  public static ReadConf read(Path file, List<String> overrides) {
    return parse(text(file), file.toString(), overrides);
  }

  /**
   * Reads a conf from its text.
   *
   * @param text the content of the conf
   * @param name of the conf in messages; a sweep without a name takes the last part of it
   * @param overrides as {@code key=value}
   * @throws RequestException if it asks for something that cannot be done
   */
  public static ReadConf parse(String text, String name, List<String> overrides) {
    ConfigObject root = Hocon.read(text, name, overrides);
    return new ReadConf(SweepReader.sweep(new Value(name, "", root)), root.unwrapped());
  }

  /**
   * Reads a halving.
   *
   * @param text what a conf would say between the braces of {@code sweep.halving}
   * @param name of the text in messages
   * @throws RequestException if it asks for something that cannot be done
   */
  public static Halving halving(String text, String name) {
    ConfigObject root = Hocon.read("{ " + text + " }", name, List.of());
    return HalvingReader.read(new Value(name, "", root));
  }

  /**
   * Reads the sweeps of confs that a manifest keeps; confs that this version does not understand
   * are left out.
   *
   * @param resolved the {@link ReadConf#resolved} of each conf
   * @return each sweep once
   */
  public static List<SweepSpec> sweeps(List<Map<String, Object>> resolved) {
    return resolved.stream().flatMap(conf -> sweep(conf).stream()).distinct().toList();
  }

  private static Optional<SweepSpec> sweep(Map<String, Object> resolved) {
    String name = "conf";
    try {
      Value root = new Value(name, "", ConfigValueFactory.fromMap(resolved, name));
      return Optional.of(SweepReader.sweep(root));
    } catch (RequestException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new RequestException(
          "Cannot read the conf: must be a file, got the directory: " + file + meant(file));
    }
    if (Files.notExists(file)) {
      throw new RequestException("Cannot read the conf: no such file: " + file + meant(file));
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new RequestException(
          "Cannot read the conf: must be text in UTF-8, got other bytes in: " + file, e);
    } catch (IOException e) {
      throw new RequestException("Cannot read the conf " + file + ": " + e, e);
    }
  }

  /** Names the confs in the same directory, at the end of a message; empty if there are none. */
  private static String meant(Path file) {
    Path directory = Files.isDirectory(file) ? file : file.resolveSibling("");
    try (Stream<Path> files =
        Files.list(directory.toString().isEmpty() ? Path.of(".") : directory)) {
      List<String> confs =
          files
              .map(Path::getFileName)
              .map(Path::toString)
              .filter(f -> f.endsWith(EXTENSION))
              .sorted()
              .limit(MOST_NAMED)
              .toList();
      return confs.isEmpty() ? "" : "; there are: " + String.join(", ", confs);
    } catch (IOException e) {
      return "";
    }
  }
}
