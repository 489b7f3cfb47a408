package dev.geodesic.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A master and two workers of one core each, all on loopback, from the jars that Maven resolved.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Path SPARK_HOME = RunningProgram.ROOT.resolve("target/spark");

  private final Path directory;
  private final String url;
  private final List<Process> processes = new ArrayList<>();

  StandaloneCluster(Path directory) throws IOException {
    this.directory = directory;
    int port = freePort();
    this.url = "spark://" + HOST + ":" + port;
    start("org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
    for (int i = 0; i < 2; i++) {
      String worker = "org.apache.spark.deploy.worker.Worker";
      Path work = Files.createDirectories(directory.resolve("work-" + i));
      start(worker, "--cores", "1", "--memory", "1g", "--work-dir", work.toString(), url);
    }
  }

  /** For {@code --master}. */
  String url() {
    return url;
  }

  private void start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", SPARK_HOME.resolve("jars") + "/*", main));
    command.addAll(List.of("--host", HOST, "--webui-port", "0"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("cluster-" + processes.size() + ".log").toFile());
    builder.environment().put("SPARK_HOME", SPARK_HOME.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    processes.add(builder.start());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Workers first: each takes its executors along. */
  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
