package dev.geodesic.sweep.cluster;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sees all that another class loader sees, but for the functions that MLlib offers to Spark SQL:
 * registering them takes a second of every session, and answers about results do without.
 */
final class WithoutMllib extends ClassLoader {
  private static final String OFFERS =
      "META-INF/services/org.apache.spark.sql.SparkSessionExtensionsProvider";

  private WithoutMllib(ClassLoader parent) {
    super(parent);
  }

  /** Does some work in which Spark finds extensions by this loader. */
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
