package dev.geodesic.store.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.package$;

/** Versions of the libraries that Geodesic runs on. */
public final class Libraries {
  /** The versions of the native libraries, which Maven writes into the jar. */
  private static final String RESOURCE = "/dev/geodesic/versions.properties";

  private Libraries() {}

  /** Returns versions by name: of Java, Spark, Hadoop and the libraries of arithmetic. */
  public static Map<String, String> running() {
    Properties built = built();
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", Runtime.version().toString());
    versions.put("spark", package$.MODULE$.SPARK_VERSION());
    versions.put("hadoop", VersionInfo.getVersion());
    built.stringPropertyNames().forEach(name -> versions.put(name, built.getProperty(name)));
    return versions;
  }

  private static Properties built() {
    Properties versions = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Libraries.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }
}
