package dev.geodesic.cli;

import java.util.Objects;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** The versions of this build and of Spark. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"geodesic " + geodesic(), "Spark " + spark()};
  }

  static String geodesic() {
    return Objects.requireNonNullElse(
        Geodesic.class.getPackage().getImplementationVersion(), "development");
  }

  static String spark() {
    return package$.MODULE$.SPARK_VERSION();
  }
}
