package dev.geodesic.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A request with one mistake. {@code DIR} in it stands for a directory of its own, which holds a
 * conf {@code m.conf}, a data set {@code data} and room for {@code results}.
 *
 * @param name of the kind of mistake
 * @param arguments the command line
 * @param preparation done to the directory before
 * @param message that the user must be told, without the program's name
 */
record Mistake(String name, List<String> arguments, Preparation preparation, String message) {
  /** Something done to a directory. */
  interface Preparation {
    void on(Path directory) throws IOException;
  }

  static Mistake command(String name, String message, String... arguments) {
    return new Mistake(name, List.of(arguments), directory -> {}, message);
  }

  /** A run of the conf with some overrides. */
  static Mistake run(String name, String... overrides) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "DIR/m.conf", "--results", "DIR/results"));
    for (String override : overrides) {
      arguments.add("--set");
      arguments.add(override);
    }
    return new Mistake(name, arguments, directory -> {}, "");
  }

  static Mistake query(String sql) {
    return new Mistake(sql, List.of("query", "DIR/results", sql), directory -> {}, "");
  }

  Mistake called(String other) {
    return new Mistake(other, arguments, preparation, message);
  }

  Mistake after(Preparation change) {
    return new Mistake(name, arguments, change, message);
  }

  Mistake into(String results) {
    List<String> other = new ArrayList<>(arguments);
    other.set(other.indexOf("--results") + 1, results);
    return new Mistake(name, other, preparation, message);
  }

  Mistake told(String expected) {
    return new Mistake(name, arguments, preparation, expected);
  }

  @Override
  public String toString() {
    return name;
  }
}
