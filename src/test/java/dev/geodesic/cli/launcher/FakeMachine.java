package dev.geodesic.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the scripts in submit/ find on a machine: a checkout that counts as built, environment
 * variables, programs on PATH, and JDKs. Each test has a new one, which is deleted after the test.
 */
final class FakeMachine implements BeforeEachCallback, AfterEachCallback {
  /** The version of the JDK that JAVA_HOME names at first. */
  static final String JAVA_VERSION = "17.0.15";

  /** How a process ended. */
  record End(int exitCode, String out, String err) {}

  /**
   * A Java that starts no JVM. It knows three calls: Spark's launcher, for which it first runs the
   * shell commands in the variable LAUNCHER; {@code -version}; and the start of a program, for
   * which it prints its arguments, one on each line, and runs the shell commands in the variable
   * PLAY.
   */
  private static final String JAVA =
      """
      #!/bin/bash
      if [[ $* == *launcher.Main* ]]; then
        # Spark's launcher prints a command of which every part ends with NUL.
        eval "${LAUNCHER-}"
        while [[ $1 != org.apache.spark.launcher.Main ]]; do shift; done
        printf '\\0\\n'
        printf '%s\\0' "$0" -cp "$ROOT/target/spark/jars/*" "${@:2}"
      elif [[ ${*: -1} == -version ]]; then
        [[ "$*${JDK_JAVA_OPTIONS-}" != *bogus* ]] || { echo 'Unrecognized option: bogus'; exit 1; }
        [[ $* != *-Xmx9999g* && $* != *-Xms* ]] || {
          printf '%s\\n' 'Error occurred during initialization of VM' 'Bad heap'
          exit 1
        }
      else
        printf '%s\\n' "$@"
        eval "${PLAY-}"
      fi
      """;

  /**
   * What is on PATH. Without {@code df} the launcher makes no archive of classes, which would go on
   * in the background after the end of a test.
   */
  private static final String[] PROGRAMS = {
    "bash", "cat", "cksum", "cp", "date", "dirname", "env", "find", "flock", "git", "grep", "head",
    "id", "ln", "locale", "ls", "mkdir", "mktemp", "mv", "nproc", "readlink", "renice", "rm", "sed",
    "setpriv", "sort", "stat", "tail", "timeout", "tr", "true"
  };

  private final Map<String, String> environment = new TreeMap<>();
  private Path directory = Path.of("");
  private Path checkout = Path.of("");

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("machine");
    Files.createDirectory(programs());
    linkPrograms(PROGRAMS);
    useCheckout("checkout");
    set("PATH", programs().toString());
    set("HOME", directory.toString());
    set("JAVA_HOME", addJdk(JAVA_VERSION).toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    FileUtils.deleteDirectory(directory.toFile());
  }

  /** The folder in which everything of this machine lies, and its HOME. */
  Path directory() {
    return directory;
  }

  /** The checkout from which scripts are run. */
  Path checkout() {
    return checkout;
  }

  /** From now on scripts are run in a new checkout, in a folder of this name. */
  void useCheckout(String name) throws IOException {
    checkout = Files.createDirectories(directory.resolve(name));
    Path submit = Files.createDirectories(checkout.resolve("submit"));
    try (Stream<Path> scripts = Files.list(Path.of("submit"))) {
      for (Path script : scripts.toList()) {
        Files.copy(script, submit.resolve(script.getFileName().toString()));
      }
    }
    Files.createDirectories(checkout.resolve("src/main"));
    Files.createDirectories(checkout.resolve("conf/queries"));
    Path lib = Files.createDirectories(checkout.resolve("target/lib"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.writeString(checkout.resolve("target/geodesic.jar"), "program");
    addLibrary(lib.resolve("spark-core_2.13-4.2.0.jar"), "all");
    addLibrary(lib.resolve("picocli.jar"), "job");
  }

  private void addLibrary(Path jar, String classPath) throws IOException {
    Files.writeString(jar, jar.getFileName().toString());
    Files.writeString(checkout.resolve("target/" + classPath + ".classpath"), jar.toString());
  }

  /** Sets an environment variable for the scripts. */
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  void unset(String variable) {
    environment.remove(variable);
  }

  /** Adds a JDK of the fake Java, and returns its home. */
  Path addJdk(String version) throws IOException {
    return addJdk(version, JAVA);
  }

  /** Adds a JDK whose java is this script, and returns its home. */
  Path addJdk(String version, String java) throws IOException {
    Path home = directory.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    writeScript(home.resolve("bin/java"), java);
    writeScript(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /** Puts a script on PATH. */
  void addProgram(String name, String script) throws IOException {
    writeScript(programs().resolve(name), script);
  }

  /** Puts programs of the real machine on PATH, where it has them. */
  void linkPrograms(String... names) throws IOException {
    for (String name : names) {
      for (String folder : List.of("/usr/bin", "/bin", "/usr/sbin")) {
        Path program = Path.of(folder, name);
        if (Files.exists(program) && !Files.exists(programs().resolve(name))) {
          Files.createSymbolicLink(programs().resolve(name), program);
        }
      }
    }
  }

  /** Takes a program off PATH. */
  void removeProgram(String name) throws IOException {
    Files.delete(programs().resolve(name));
  }

  private Path programs() {
    return directory.resolve("programs");
  }

  private static void writeScript(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Runs submit/geodesic. */
  End launch(String... arguments) throws IOException, InterruptedException {
    return execute(
        Stream.concat(Stream.of("/bin/bash", "submit/geodesic"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  /** Runs shell commands, whose positional parameters are the arguments. */
  End bash(String commands, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", commands, "geodesic"));
    command.addAll(Arrays.asList(arguments));
    return execute(command.toArray(String[]::new));
  }

  /** Runs a command in the checkout, and waits for its end. */
  End execute(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", "");
    Path err = Files.createTempFile(directory, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(checkout.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("ROOT", checkout.toString());
    Process process = builder.start();
    boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(hasEnded).isTrue();
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** The launcher printed one line, which starts with this message, and exited with code 2. */
  static void assertRefused(End end, String message) {
    assertThat(end.err())
        .startsWith("geodesic: " + message)
        .satisfies(err -> assertThat(err.lines()).hasSize(1));
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out()).isEmpty();
  }
}
