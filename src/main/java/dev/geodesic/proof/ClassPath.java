package dev.geodesic.proof;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this program's classes are: on the class path of the process and, in an executor, in the
 * jars that Spark has sent to it, which another class loader has.
 */
final class ClassPath {
  private ClassPath() {}

  static String ofThisProgram() {
    Set<String> entries = new LinkedHashSet<>();
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .forEach(entries::add);
    add(ClassPath.class.getClassLoader(), entries);
    add(Thread.currentThread().getContextClassLoader(), entries);
    return String.join(File.pathSeparator, entries);
  }

  private static void add(@Nullable ClassLoader youngest, Set<String> entries) {
    for (ClassLoader loader = youngest; loader != null; loader = loader.getParent()) {
      if (loader instanceof URLClassLoader jars) {
        Arrays.stream(jars.getURLs()).flatMap(ClassPath::file).forEach(entries::add);
      }
    }
  }

  private static Stream<String> file(URL url) {
    return url.getProtocol().equals("file")
        ? Stream.of(Path.of(URI.create(url.toString().replace(" ", "%20"))).toString())
        : Stream.empty();
  }
}
