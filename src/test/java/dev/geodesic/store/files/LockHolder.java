package dev.geodesic.store.files;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;

/** A process that takes the lock of a results directory, says so and keeps it. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    ResultStore store = new ResultStore(URI.create(arguments[0]), new Configuration());
    store.prepare();
    try (ResultsLock lock = ResultsLock.acquire(store)) {
      System.out.println("held " + lock.isExclusive());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Starts one in a Java machine of its own and waits until it holds the lock. */
  static Process start(URI results) throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                results.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String answer = process.inputReader().readLine();
    if (!"held true".equals(answer)) {
      process.destroyForcibly();
      throw new IOException("The other process must hold the lock, it said: " + answer);
    }
    return process;
  }
}
