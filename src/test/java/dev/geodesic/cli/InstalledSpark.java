package dev.geodesic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.deploy.yarn.YarnClusterApplication;

/**
 * A Spark as its distribution is laid out, made of the jars of this build: {@code jars}, {@code
 * conf} and {@code bin/spark-submit}, whose command Spark's own launcher composes.
 */
final class InstalledSpark {
  private static final String SUBMIT =
      """
      #!/usr/bin/env bash
      export SPARK_HOME=%s SPARK_SCALA_VERSION=2.13
      java=${JAVA_HOME:?}/bin/java
      mapfile -d '' -t command < <(
        "$java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
      # The launcher begins with a NUL and a line feed.
      command=("${command[@]:1}")
      command[0]=${command[0]#$'\\n'}
      exec "${command[@]}"
      """;

  private InstalledSpark() {}

  /** Lays out an installation in a folder. */
  static Path in(Path folder) throws IOException, InterruptedException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    // Any start of the program links the jars of Spark.
    RunningProgram.start(folder, "--version").end();
    try (Stream<Path> linked = Files.list(RunningProgram.ROOT.resolve("target/spark/jars"))) {
      for (Path jar : linked.toList()) {
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toRealPath());
      }
    }
    Path yarn =
        Path.of(
            YarnClusterApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    Files.createSymbolicLink(jars.resolve(yarn.getFileName()), yarn);
    Files.createDirectories(folder.resolve("conf"));
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path submit = Files.writeString(bin.resolve("spark-submit"), SUBMIT.formatted(folder));
    submit.toFile().setExecutable(true);
    return folder;
  }
}
