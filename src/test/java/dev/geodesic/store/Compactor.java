package dev.geodesic.store;

import dev.geodesic.store.files.Compaction;
import dev.geodesic.store.files.ResultStore;
import dev.geodesic.store.files.ResultsLock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A process that compacts the results it is given, says so before, and is there to be killed. */
final class Compactor {
  private Compactor() {}

  public static void main(String[] arguments) throws IOException {
    ResultStore store = new ResultStore(URI.create(arguments[0]), new Configuration());
    var spark = SparkFixture.spark();
    try (ResultsLock held = ResultsLock.acquire(store)) {
      System.out.println("compacting");
      Compaction.run(() -> spark, store, held);
    }
  }

  /** Starts one and waits until it begins. */
  static Process start(Path results) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    // What this machine was started with: Spark needs some of it.
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-opens"))
            .toList());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            Compactor.class.getName(),
            results.toUri().toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String line = process.inputReader().readLine();
    while (line != null && !line.equals("compacting")) {
      line = process.inputReader().readLine();
    }
    if (line == null) {
      throw new IOException("The compacting process must begin, it ended instead");
    }
    return process;
  }
}
