package dev.geodesic.sweep.cluster;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A class loader that hides the functions which MLlib offers to Spark SQL: to register them takes a
 * second of every session, and questions about results do not need them.
 */
final class WithoutMllib extends ClassLoader {
  private static final String OFFERS =
      "META-INF/services/org.apache.spark.sql.SparkSessionExtensionsProvider";

  private WithoutMllib(ClassLoader parent) {
    super(parent);
  }

  /** Runs work in which Spark looks for extensions with this loader. */
  static <T> T get(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutMllib(before));
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    if (!name.equals(OFFERS)) {
      return all;
    }
    List<URL> others =
        Collections.list(all).stream()
            .filter(url -> !url.getPath().contains("/spark-mllib_"))
            .toList();
    return Collections.enumeration(others);
  }
}
