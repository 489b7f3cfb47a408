package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.RunningProgram.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher on machines as strangers have them. It stands in a checkout of its own that counts
 * as built; its Java is a script that says how it was called, or plays a part, so that nothing
 * starts.
 */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/bash
      # As Spark's launcher answers: the command, its parts ended by NUL.
      if [[ $* == *launcher.Main* ]]; then
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

  /** Without df, an archive of classes is not begun, whose making would outlive a test. */
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "cp",
          "date",
          "dirname",
          "env",
          "find",
          "flock",
          "git",
          "grep",
          "head",
          "id",
          "ln",
          "locale",
          "ls",
          "mkdir",
          "mktemp",
          "mv",
          "nproc",
          "readlink",
          "renice",
          "rm",
          "sed",
          "setpriv",
          "sort",
          "stat",
          "tail",
          "timeout",
          "tr",
          "true");

  @TempDir private Path directory = Path.of("");

  /** All that is on PATH: links, which a temporary directory of JUnit's would complain of. */
  private Path programs = Path.of("");

  private Path checkout = Path.of("");
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void makeACheckoutThatIsBuilt() throws IOException {
    checkout = makeCheckout("checkout");
    programs = Files.createTempDirectory("programs");
    for (String tool : TOOLS) {
      for (Path folder : List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"))) {
        if (Files.exists(folder.resolve(tool)) && !Files.exists(programs.resolve(tool))) {
          Files.createSymbolicLink(programs.resolve(tool), folder.resolve(tool));
        }
      }
    }
    environment.put("PATH", programs.toString());
    environment.put("HOME", directory.toString());
    environment.put("JAVA_HOME", jdk("17.0.15").toString());
  }

  @AfterEach
  void deletePrograms() throws IOException {
    FileUtils.deleteDirectory(programs.toFile());
  }

  private Path makeCheckout(String name) throws IOException {
    Path root = Files.createDirectories(directory.resolve(name));
    try (Stream<Path> scripts = Files.list(RunningProgram.ROOT.resolve("submit"))) {
      Files.createDirectories(root.resolve("submit"));
      for (Path script : scripts.toList()) {
        Files.copy(script, root.resolve("submit").resolve(script.getFileName().toString()));
      }
    }
    Files.createDirectories(root.resolve("src/main"));
    Files.createDirectories(root.resolve("conf/queries"));
    Files.createDirectories(root.resolve("target/lib"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("target/geodesic.jar"), "program");
    for (String library : List.of("spark-core_2.13-4.1.0", "picocli")) {
      Files.writeString(root.resolve("target/lib/" + library + ".jar"), library);
    }
    for (String path : List.of("all", "job")) {
      String library = path.equals("all") ? "spark-core_2.13-4.1.0" : "picocli";
      Files.writeString(
          root.resolve("target/%s.classpath".formatted(path)),
          root.resolve("target/lib/%s.jar".formatted(library)).toString());
    }
    return root;
  }

  /** A JDK whose Java is the script. */
  private Path jdk(String version) throws IOException {
    Path home = directory.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private End launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", "submit/geodesic"));
    command.addAll(Arrays.asList(arguments));
    return execute(command);
  }

  private End execute(List<String> command) throws IOException, InterruptedException {
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
    return new End(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private void assertThatItIsRefused(End end, String message) {
    assertThat(end.err())
        .startsWith("geodesic: " + message)
        .satisfies(err -> assertThat(err.lines()).hasSize(1));
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out()).isEmpty();
  }

  @Test
  void withoutAMistakeItStarts() throws Exception {
    End end = launch("run", "a.conf");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out().lines())
        .containsSubsequence(
            "-Xmx4g", "-Dspark.master=local[*]", "dev.geodesic.cli.Geodesic", "run", "a.conf");
  }

  // Java

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.21", "16.0.2", "23.0.1", "25", "25-ea"})
  void anotherJavaIsRefusedByItsVersion(String version) throws Exception {
    environment.put("JAVA_HOME", jdk(version).toString());

    assertThatItIsRefused(
        launch("--version"),
        "Java must be 17 to 22, got: %s at %s/jdk-%1$s/bin/java; set JAVA_HOME"
            .formatted(version, directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "22.0.2"})
  void javasThatHadoopKnowsAreTaken(String version) throws Exception {
    environment.put("JAVA_HOME", jdk(version).toString());

    assertThat(launch("--version").exitCode()).isZero();
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    environment.put("JAVA_HOME", "/nowhere");

    assertThatItIsRefused(
        launch("--version"), "JAVA_HOME must name a JDK, with bin/java in it, got: /nowhere; ");
  }

  @Test
  void withoutJavaItSaysHowToHaveIt() throws Exception {
    environment.remove("JAVA_HOME");

    assertThatItIsRefused(launch("--version"), "Cannot find java: install JDK 17 (Debian: ");
  }

  @Test
  void variablesThatEveryJavaDiesOfAreNamedWithoutTheirValue() throws Exception {
    environment.put("JDK_JAVA_OPTIONS", "-Dpassword=secret bogus");

    End end = launch("--version");

    assertThatItIsRefused(
        end,
        "JDK_JAVA_OPTIONS must hold options that Java 17.0.15 knows, got: Unrecognized option: bogus; ");
    assertThat(end.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Xmx3g|The driver's memory must be set by --driver-memory, got: -Xmx3g in ",
        "-Dkey=\"a|Options for the JVM must have their quotes in pairs, got: ",
        "-Dkey=\\|Options for the JVM must have their quotes in pairs, got: ",
        "-Xbogus|Options for the JVM must be known to Java 17.0.15, got: Unrecognized option: bogus; ",
        "--dry-run|Options for the JVM must be such as -Dkey=value, ",
        "-ea -version|Options for the JVM must be such as -Dkey=value, ",
        "-cp /x|Options for the JVM must be such as -Dkey=value, ",
        "-Xlog:help|Options for the JVM must be such as -Dkey=value, ",
        "Main|Options for the JVM must be such as -Dkey=value, ",
        "@none|A file of options for the JVM must be one that can be read, got: none"
      })
  void optionsForTheJvmAreChecked(String options, String message) throws Exception {
    environment.put("GEODESIC_JAVA_OPTS", options);
    assertThatItIsRefused(launch("--version"), message);

    environment.remove("GEODESIC_JAVA_OPTS");
    assertThatItIsRefused(launch("--driver-java-options", options), message);
    assertThatItIsRefused(launch("--conf", "spark.driver.extraJavaOptions=" + options), message);
  }

  @ParameterizedTest
  @CsvSource({"-Da=b, 9999g", "-Xms6g, 4g", "'', 9999g"})
  void memoryThatJavaCannotBeginWithIsRefused(String options, String memory) throws Exception {
    environment.put("GEODESIC_JAVA_OPTS", options);

    assertThatItIsRefused(
        launch("--driver-memory", memory),
        "The driver's memory must be what Java can begin with, got: %s (Bad heap); "
            .formatted(memory));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "printf '%s\\n' 'Error occurred during initialization of VM' 'No room'; exit 1|Cannot start Spark: No room; see ",
        "echo Error: Wrong. >&2; set -- org.apache.spark.launcher.Main --usage-error|Cannot start Spark with these options: Wrong.; see "
      })
  void whatSparksLauncherSaysIsToldInOneLine(String script, String message) throws Exception {
    environment.put("LAUNCHER", script);

    assertThatItIsRefused(launch("--version"), message);
  }

  @Test
  void fromADeletedFolderNothingStarts() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("deleted"));
    String script =
        "cd '%s' && rmdir '%1$s' && exec /bin/bash '%s/submit/geodesic' --version"
            .formatted(folder, checkout);
    Files.createSymbolicLink(programs.resolve("rmdir"), Path.of("/bin/rmdir"));

    End end = execute(List.of("/bin/bash", "-c", script));

    assertThat(end.exitCode()).isEqualTo(2);
    // The shell itself says the first before it reads anything.
    assertThat(end.err().lines().filter(line -> !line.startsWith("shell-init: ")))
        .containsExactly(
            "geodesic: The folder that this is called from must exist, got: one that was deleted; change to another");
  }

  @Test
  void optionsThatEndJavaAreRefusedFromWhereverTheyCome() throws Exception {
    String message = "Options for the JVM must be such as -Dkey=value, ";
    Path file = Files.writeString(directory.resolve("arguments"), "# Which?\n-version\n");
    assertThatItIsRefused(launch("--driver-java-options=@" + file), message);
    assertThatItIsRefused(
        launch("--conf", "spark.driver.defaultJavaOptions=--list-modules"), message);
    environment.put("SPARK_SUBMIT_OPTS", "-help");
    assertThatItIsRefused(launch("--version"), message);
    environment.remove("SPARK_SUBMIT_OPTS");
    Files.writeString(directory.resolve("java-opts"), "-Da=b\n-version\n");
    environment.put("SPARK_CONF_DIR", directory.toString());
    assertThatItIsRefused(launch("--version"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_JAVA_OPTIONS|-Dsecret -Xmx100m|The driver's memory must be set by --driver-memory, got: -Xmx100m in _JAVA_OPTIONS, ",
        "JAVA_TOOL_OPTIONS|-Dsecret -Xlog:help|JAVA_TOOL_OPTIONS must hold options with which Java runs a program, got: -Xlog:help; ",
        "JDK_JAVA_OPTIONS|-Dsecret --list-modules|JDK_JAVA_OPTIONS must hold options with which Java runs a program, got: --list-modules; "
      })
  void variablesThatTakeMemoryOrEndEveryJavaAreRefused(String name, String value, String message)
      throws Exception {
    environment.put(name, value);

    End end = launch("--version");

    assertThatItIsRefused(end, message);
    assertThat(end.err()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-opens java.base/java.lang=ALL-UNNAMED -ea:dev... -esa",
        "--enable-preview -XX:+UseSerialGC",
        "-agentlib:jdwp=transport=dt_socket,server=y",
        "--illegal-access=permit -verbose:gc -Da='b c'"
      })
  void optionsOfTheJvmItselfAreTaken(String options) throws Exception {
    environment.put("GEODESIC_JAVA_OPTS", options);
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx1g");

    assertThat(launch("--version").err()).isEmpty();
  }

  @Test
  void optionsForTheJvmOfAllPlacesGoTogether() throws Exception {
    environment.put("GEODESIC_JAVA_OPTS", "-Da='1 2'");

    End end =
        launch("--conf", "spark.driver.extraJavaOptions=-Db=3", "--driver-java-options=-Dc=4");

    assertThat(end.out().lines()).containsSubsequence("-Db=3", "-Da=1 2", "-Dc=4");
    assertThat(launch("--master", "spark://h:1", "--driver-java-options=-Dc=4").out())
        .containsPattern("\"-Dgeodesic.log=.* -Da='1 2' -Dc=4");
  }

  @Test
  void javaIsToldHowMuchThereIsToCompile() throws Exception {
    assertThat(launch("query", "--list").out().lines())
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
        .doesNotContain("-XX:CompileThresholdScaling=5");
    assertThat(launch("run", "a.conf").out().lines())
        .contains("-XX:CompileThresholdScaling=5")
        .doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    assertThat(launch("bench").out())
        .doesNotContain("-XX:TieredStopAtLevel", "-XX:CompileThresholdScaling");
  }

  /** Java ends where it is told of two. */
  @Test
  void whoeverChoosesACollectorHasIt() throws Exception {
    assertThat(launch("--version", "--driver-java-options=-XX:+UseParallelGC").out())
        .contains("-XX:+UseParallelGC")
        .doesNotContain("-XX:+UseSerialGC");
    assertThat(launch("--version", "--conf", "spark.driver.defaultJavaOptions=-XX:-UseG1GC").out())
        .doesNotContain("-XX:+UseSerialGC");
    Path file = Files.writeString(directory.resolve("options"), "-XX:+UseParallelGC");
    assertThat(launch("--version", "--driver-java-options=@" + file).out())
        .doesNotContain("-XX:+UseSerialGC");
    for (String options : List.of("-XX:+UseParallelGC", "@" + file)) {
      environment.put("JDK_JAVA_OPTIONS", options);
      assertThat(launch("--version").out()).doesNotContain("-XX:+UseSerialGC");
    }
  }

  // The checkout and its tools

  @ParameterizedTest
  @ValueSource(strings = {"cksum", "date", "find", "grep", "sort"})
  void aToolThatIsMissingIsNamedWithItsPackage(String tool) throws Exception {
    Files.delete(programs.resolve(tool));

    assertThatItIsRefused(
        launch("--version"),
        "Cannot find %s on PATH; install it (Debian: apt-get install ".formatted(tool));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git", "locale", "nproc", "readlink", "renice", "sed", "setpriv", "timeout"})
  void otherToolsItDoesWithout(String tool) throws Exception {
    Files.delete(programs.resolve(tool));

    End end = launch("--version");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
  }

  @ParameterizedTest
  @CsvSource({"'', flock is missing", "exit 71, its file system refuses them"})
  void withoutLocksItSaysSoOnceAndGoesOn(String flock, String cause) throws Exception {
    Path tool = programs.resolve("flock");
    Files.delete(tool);
    if (!flock.isEmpty()) {
      script(tool, "#!/bin/sh\necho 'flock: 9: No locks available' >&2\n" + flock + "\n");
    }

    End first = launch("--version");

    assertThat(first.exitCode()).isZero();
    assertThat(first.err())
        .isEqualTo(
            "geodesic: %s has no locks (%s): start one command at a time while it builds%n"
                .formatted(checkout.resolve("target"), cause));
    assertThat(launch("--version").err()).isEmpty();
  }

  @Test
  void aCheckoutUnderAPathWithAColonIsRefused() throws Exception {
    checkout = makeCheckout("a:b/checkout");

    assertThatItIsRefused(launch("--version"), "The checkout must lie under a path without ':', ");
  }

  @Test
  void aCheckoutUnderAPathOfTwoLinesIsRefused() throws Exception {
    checkout = makeCheckout("a\nb/checkout");

    assertThatItIsRefused(
        launch("--version"), "The checkout must lie under a path of one line, got: ");
  }

  private void git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@b"));
    command.addAll(Arrays.asList(arguments));
    assertThat(execute(command)).satisfies(end -> assertThat(end.exitCode()).isZero());
  }

  private void commitTheCheckout() throws Exception {
    Files.writeString(checkout.resolve(".gitignore"), "target/\n");
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message=all");
  }

  @Test
  void theCommitIsToldAndWhatIsNotInIt() throws Exception {
    commitTheCheckout();

    assertThat(launch("run", "a.conf").out())
        .containsPattern("-Dgeodesic.git.commit=[0-9a-f]{40}\\n-Dgeodesic.git.dirty=false");
    Files.writeString(checkout.resolve("notes.txt"), "");
    assertThat(launch("run", "a.conf").out()).contains("-Dgeodesic.git.dirty=false");
    Files.writeString(checkout.resolve("conf/queries/new.sql"), "");
    // It is to count as built.
    Files.setLastModifiedTime(
        checkout.resolve("target/all.classpath"), FileTime.from(Instant.now()));
    assertThat(launch("run", "a.conf").out()).contains("-Dgeodesic.git.dirty=true");
  }

  @Test
  void aWorktreeHasItsCommitAndAnEmptyFolderOfGitNone() throws Exception {
    commitTheCheckout();
    git("worktree", "add", "--quiet", directory.resolve("tree").toString());
    Path tree = directory.resolve("tree");
    Files.delete(tree.resolve("pom.xml"));
    FileUtils.deleteDirectory(tree.resolve("submit").toFile());
    Path outer = checkout;
    checkout = makeCheckout("tree");
    assertThat(launch("run", "a.conf").out()).contains("-Dgeodesic.git.commit=");

    checkout = makeCheckout("checkout/inner");
    Files.createDirectory(checkout.resolve(".git"));
    assertThat(outer.resolve(".git")).isDirectory();
    assertThat(launch("run", "a.conf").out()).doesNotContain("-Dgeodesic.git.");
  }

  // The shell

  @ParameterizedTest
  @CsvSource({
    "SHELLOPTS=noclobber, bash",
    "SHELLOPTS=noglob, bash",
    "BASHOPTS=failglob, bash",
    "POSIXLY_CORRECT=1, bash",
    "A=b, sh",
    "A=b, dash"
  })
  void itRunsWhateverTheShellIsToldOrCalled(String variable, String shell) throws Exception {
    environment.put(variable.replaceFirst("=.*", ""), variable.replaceFirst(".*=", ""));

    End end =
        execute(
            List.of(
                Files.exists(Path.of("/bin", shell)) ? "/bin/" + shell : "/bin/sh",
                "submit/geodesic",
                "run",
                "a b"));

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out()).endsWith("\nrun\na b\n");
  }

  @Test
  void aLinkToItNeedsReadlink() throws Exception {
    Path link = checkout.resolve("geodesic");
    Files.createSymbolicLink(link, checkout.resolve("submit/geodesic"));
    assertThat(execute(List.of("/bin/bash", "geodesic", "run")).exitCode()).isZero();

    Files.delete(programs.resolve("readlink"));
    assertThatItIsRefused(
        execute(List.of("/bin/bash", "geodesic", "run")), "Cannot find readlink on PATH; install ");
  }

  @Test
  void aCheckoutUnderAnOddPathStarts() throws Exception {
    checkout = makeCheckout("50 %41 #1's, [ünd]/checkout");

    End end = launch("--version");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out())
        .contains("/50%20%2541%20%231%27s%2C%20%5B%C3%BCnd%5D/checkout/conf/log4j2.properties")
        .contains(
            "-XX:ErrorFile="
                + directory
                + "/50 %%41 #1's, [ünd]/checkout/target/logs/hs_err_%p.log");
  }

  @Test
  void librariesThatAreGoneAreBuiltAgain() throws Exception {
    Files.delete(checkout.resolve("target/lib/picocli.jar"));

    assertThatItIsRefused(launch("--version"), "Cannot find mvn: install Maven 3.8 or later");
  }

  /** And what is edited after that build is built. */
  @Test
  void sourcesOfTheFutureAreBuiltOnce() throws Exception {
    Path source = Files.writeString(checkout.resolve("src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(86_400)));
    Path built = directory.resolve("built");
    script(
        programs.resolve("mvn"),
        "#!/bin/bash\necho >>'%s'\n: >>\"$PWD\"/target/all.classpath\n".formatted(built));

    assertThat(launch("--version").exitCode()).isZero();
    assertThat(launch("--version").err()).isEmpty();
    assertThat(Files.readAllLines(built)).hasSize(1);
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(launch("--version").exitCode()).isZero();
    assertThat(Files.readAllLines(built)).hasSize(2);
  }

  @Test
  void aBuildOfTheFutureIsBuiltOnceMore() throws Exception {
    Path classPath = checkout.resolve("target/all.classpath");
    Files.setLastModifiedTime(classPath, FileTime.from(Instant.now().plusSeconds(86_400)));
    Path built = directory.resolve("built");
    script(
        programs.resolve("mvn"),
        "#!/bin/bash\necho >>'%s'\nall=$(<target/all.classpath)\necho $all >target/all.classpath\n"
            .formatted(built));

    assertThat(launch("--version").exitCode()).isZero();
    assertThat(launch("--version").err()).isEmpty();
    assertThat(Files.readAllLines(built)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'Unrecognized VM option bogus\nError: Could not create it', 'Unrecognized VM option bogus\nError: Could not create it\n'",
    "'[INFO] on\n[ERROR] A.java\n[INFO] off', '[ERROR] A.java\n'",
    "'', '\n'"
  })
  void whyABuildFailedIsShown(String said, String shown) throws Exception {
    Files.delete(checkout.resolve("target/geodesic.jar"));
    script(programs.resolve("mvn"), "#!/bin/bash\necho '%s'\nexit 1\n".formatted(said));
    environment.put("TMPDIR", directory.toString());

    End end = launch("--version");

    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.err())
        .startsWith("geodesic: building, which takes a few minutes the first time\n" + shown)
        .containsPattern("\ngeodesic: Cannot build: the whole output is in .*\n$");
  }

  @Test
  void aJreCannotBuild() throws Exception {
    Files.delete(checkout.resolve("target/geodesic.jar"));
    Files.delete(directory.resolve("jdk-17.0.15/bin/javac"));
    script(programs.resolve("mvn"), "#!/bin/sh\n");

    assertThatItIsRefused(
        launch("--version"),
        "Cannot build with the Java at %s/jdk-17.0.15: it has no javac".formatted(directory));
  }

  // The cluster for trying out

  private End cluster(String verb, Path folder) throws Exception {
    for (String tool : List.of("paste", "realpath", "rmdir", "setsid", "sleep")) {
      if (!Files.exists(programs.resolve(tool))) {
        Files.createSymbolicLink(programs.resolve(tool), Path.of("/usr/bin").resolve(tool));
      }
    }
    return execute(
        List.of("/bin/bash", "submit/cluster", verb, "--workers=1", "--dir", folder.toString()));
  }

  private static List<String> filesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"work/mine.jar", "status", "worker-0.log", "master.pid"})
  void aClusterLeavesAFolderOfOthersAlone(String file) throws Exception {
    Path folder = directory.resolve("my project");
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), "mine");
    List<String> before = filesUnder(folder);

    End up = cluster("up", folder);
    End down = cluster("down", folder);

    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.err())
        .startsWith(
            "cluster: --dir must be a folder without files of its own where a cluster keeps its own, got: "
                + folder.resolve(file.replaceFirst("/.*", ""))
                + "; ")
        .satisfies(err -> assertThat(err.lines()).hasSize(1));
    assertThat(down)
        .isEqualTo(new End(0, "The cluster in %s was down already\n".formatted(folder), ""));
    assertThat(cluster("status", folder).exitCode()).isEqualTo(1);
    assertThat(filesUnder(folder)).isEqualTo(before);
    assertThat(folder.resolve(file)).hasContent("mine");
  }

  @Test
  void aClusterRemovesWhatItMadeAndNothingElse() throws Exception {
    environment.put(
        "PLAY",
        """
        echo 'Starting Spark master at spark://127.0.0.1:7077'
        echo 'Bound MasterWebUI to http://localhost:8080'
        echo 'Successfully registered with master'
        while :; do sleep 0.05; done
        """);
    Path folder = Files.createDirectories(directory.resolve("my project"));
    Files.writeString(folder.resolve("worker-notes.log"), "mine");

    End up = cluster("up", folder);
    Files.createDirectories(folder.resolve("work/worker-0/app"));
    Files.writeString(folder.resolve("work/worker-0/app/a.jar"), "");
    Files.writeString(folder.resolve("work/worker-0/app/stderr"), "");
    Files.writeString(folder.resolve("work/mine.jar"), "mine");
    End down = cluster("down", folder);

    assertThat(up.out()).startsWith("master:  spark://127.0.0.1:7077\n");
    assertThat(down.out()).isEqualTo("The cluster in %s is down now\n".formatted(folder));
    assertThat(filesUnder(folder))
        .contains("worker-notes.log", "work/mine.jar", "work/worker-0/app/stderr", "master.log")
        .doesNotContain("work/worker-0/app/a.jar", "status", "master.pid");
    Files.delete(folder.resolve("work/mine.jar"));
    assertThat(cluster("up", folder).exitCode()).isZero();
    assertThat(cluster("down", folder).exitCode()).isZero();
    assertThat(filesUnder(folder)).contains("worker-notes.log").doesNotContain("work/worker-0");
  }

  // Spark's options

  /** Names of options, as Spark's own parser has them. */
  private static Set<String> sparkOptions(String field) throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var names = type.getDeclaredField(field);
    names.setAccessible(true);
    return Arrays.stream((String[][]) names.get(constructor.newInstance()))
        .flatMap(Arrays::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is left for the program of {@code run OPTION...}. */
  private String left(Set<String> options, String value) throws Exception {
    String script =
        """
        source submit/lib.sh; source submit/options.sh; value=%s
        fail() { refused=yes; }
        for option; do
          arguments=() refused=
          split_arguments run "$option" $value
          [[ "${#arguments[@]}$refused" == [01]* || -n $refused ]] || echo "$option"
        done
        """
            .formatted(value);
    List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", script, "geodesic"));
    command.addAll(options);
    End end = execute(command);
    assertThat(end.err()).isEmpty();
    return end.out();
  }

  @Test
  void everyOptionOfSparkSubmitIsKnown() throws Exception {
    // What Spark's own scripts say among themselves.
    assertThat(left(sparkOptions("opts"), "k=v").lines())
        .containsExactly("--driver-default-class-path");
    assertThat(left(sparkOptions("switches"), "").lines())
        .containsExactly("--help", "--usage-error", "--version", "-h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--class x|--class must be left out, got: x; ",
        "--py-files x|--py-files must be left out, got: x; ",
        "--kill x|--kill must be asked of Spark itself, got: x; ",
        "--conf x|--conf must be KEY=VALUE, got: x",
        "--jars|--jars needs a value",
        "--driver-memory=|--driver-memory needs a value",
        "--properties-file=|--properties-file needs a value",
        "--conf spark.remote=sc://h|spark.remote must be left out, got: sc://h; training needs ",
        "--conf spark.api.mode=connect|spark.api.mode must be classic, got: connect; training needs ",
        "--driver-memory 300m|spark.driver.memory (--driver-memory) must be >= 512m, ",
        "--driver-memory 4x|spark.driver.memory (--driver-memory) must be a size as 4g or 700m, got: 4x",
        "--driver-memory 4096|spark.driver.memory (--driver-memory) must be a size as 4g or 700m, ",
        "--conf spark.driver.memory=-1g|spark.driver.memory (--driver-memory) must be a size ",
        "--executor-memory 100m --master spark://h:1|spark.executor.memory (--executor-memory) must be >= ",
        "--executor-cores x|spark.executor.cores (--executor-cores) must be a whole number > 0, got: x",
        "--total-executor-cores 0|spark.cores.max (--total-executor-cores) must be a whole ",
        "--master spark://my_host|--master must be ",
        "--master spark://my_host:7077|--master must be ",
        "--master spark://h|--master must be ",
        "--master local[x]|--master must be ",
        "--master local[0]|--master must be ",
        "--master local[99999999999]|--master must be local, local[N] (N up to 99999), ",
        "--master local[2,999999]|--master must be ",
        "--master local-cluster[1,999999,512]|--master must be ",
        "--master Local|--master must be ",
        "--master yarn|--master yarn needs an installed Spark 4.1, ",
        "--deploy-mode clusters|--deploy-mode must be client or cluster, got: clusters",
        "--deploy-mode cluster|--deploy-mode cluster needs a cluster, got: --master local[*]; ",
        "--properties-file none|--properties-file must be a file that can be read, got: none"
      })
  void whatSparkWouldAnswerWithAPageIsRefused(String options, String message) throws Exception {
    assertThatItIsRefused(launch(options.split(" ")), message);
  }

  @ParameterizedTest
  @CsvSource({"SPARK_REMOTE, sc://h", "SPARK_CONNECT_MODE, 1"})
  void variablesThatAskForSparkConnectAreRefused(String name, String value) throws Exception {
    environment.put(name, value);

    assertThatItIsRefused(
        launch("--version"), "%s must be unset, got: %s; training needs ".formatted(name, value));
  }

  /** Where Spark's own start is needed in a process with our jar, a class of ours calls it. */
  @ParameterizedTest
  @CsvSource({
    "local[2] --packages a:b:1, dev.geodesic.cli.Submission",
    "local[2] --driver-class-path a.jar, dev.geodesic.cli.Submission",
    "local[2] --conf other.key=1, dev.geodesic.cli.Submission",
    "local[2] --conf spark.jars.packages=a:b:1, dev.geodesic.cli.Submission",
    "local[2] --verbose, dev.geodesic.cli.Submission",
    "'local-cluster[2,1,1024]', org.apache.spark.deploy.SparkSubmit",
    "spark://h:1, org.apache.spark.deploy.SparkSubmit"
  })
  void sparksOwnStartIsTakenForWhatItAloneKnows(String master, String type) throws Exception {
    assertThat(Submission.class.getName()).isEqualTo("dev.geodesic.cli.Submission");
    assertThat(launch(("--master " + master).split(" ")).out().lines())
        .containsSubsequence(type, "--class");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPARK_CONF_DIR",
        "HADOOP_CONF_DIR",
        "YARN_CONF_DIR",
        "SPARK_DIST_CLASSPATH",
        "SPARK_SUBMIT_OPTS"
      })
  void sparksOwnStartIsTakenWhereTheSiteHasASay(String variable) throws Exception {
    environment.put(variable, variable.endsWith("OPTS") ? "-Da=b" : directory.toString());
    assertThat(launch("run", "a.conf").out().lines())
        .containsSubsequence("dev.geodesic.cli.Submission", "--class");
  }

  @Test
  void settingsReachAPlainStart() throws Exception {
    End end =
        launch(
            "--master",
            "local[3]",
            "run",
            "--conf",
            "spark.task.cpus=1",
            "--executor-memory",
            "2g",
            "--driver-memory",
            "3g",
            "a.conf");

    assertThat(end.out().lines())
        .containsSubsequence(
            "-Xmx3g",
            "-Dspark.master=local[3]",
            "-Dspark.task.cpus=1",
            "-Dspark.executor.memory=2g",
            "-Dspark.driver.memory=3g",
            "dev.geodesic.cli.Geodesic",
            "run",
            "a.conf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local[4]",
        "local[*, 3]",
        "local-cluster[2,1,1024]",
        "spark://h-1.x:7077",
        "spark://127.0.0.1:7077",
        "spark://[::1]:7077",
        "spark://a:1,b:2"
      })
  void mastersOfEveryKindAreTaken(String master) throws Exception {
    String out = launch("--master", master).out();
    assertThat(out.replace("-Dspark.master=", "--master\n").lines())
        .containsSubsequence("--master", master);
  }

  @Test
  void memoryThatIsSetAnywhereIsHeeded() throws Exception {
    Path file = Files.writeString(directory.resolve("p.conf"), "spark.driver.memory  6g\n");
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("spark-defaults.conf"), "spark.driver.memory=7g\n");

    assertThat(launch("--properties-file", file.toString()).out()).doesNotContain("4g");
    assertThat(launch("--conf", "spark.driver.memory=5g").out()).doesNotContain("4g");
    environment.put("SPARK_DRIVER_MEMORY", "8g");
    assertThat(launch("--version").out()).doesNotContain("4g");
    environment.remove("SPARK_DRIVER_MEMORY");
    environment.put("SPARK_CONF_DIR", site.toString());
    assertThat(launch("--version").out()).doesNotContain("4g");
  }

  @Test
  void propertiesAreReadAsJavaReadsThem() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("p.conf"),
            """
            # spark.driver.memory 300m \\
            spark.master \\
              local[3,\\
              5]\r
            spark.app.name = C:\\\\
            spark.driver.memory = 6g\r
            spark.driver.extraJavaOptions -Da='b c' \\
                -Dd=\\\\e
            """);

    End end = launch("--properties-file", file.toString());

    assertThat(end.err()).isEmpty();
    assertThat(end.out()).doesNotContain("local[*]", "4g").contains(" -Da='b c' -Dd=\\e");
    Files.writeString(file, "spark.master local[3,\\\n  x]\n");
    assertThat(launch("--properties-file", file.toString()).err()).contains(", got: local[3,x]");
  }

  @Test
  void aMasterOfTheSitesDefaultsIsHeeded() throws Exception {
    Files.writeString(directory.resolve("spark-defaults.conf"), "spark.master spark://h:7077\n");
    environment.put("SPARK_CONF_DIR", directory.toString());

    assertThat(launch("--version").out()).doesNotContain("local[*]");
  }

  @Test
  void localClustersFindTheLibrariesToo() throws Exception {
    assertThat(launch("--master", "local-cluster[2,1,1024]").out())
        .contains("spark.executor.extraClassPath=" + checkout + "/target/lib/picocli.jar");
  }

  @Test
  void librariesOfTheUserComeBesideOurs() throws Exception {
    List<String> lines =
        launch("--master=spark://h:1", "--jars=a.jar,b.jar", "--driver-class-path=/c")
            .out()
            .lines()
            .toList();

    assertThat(lines)
        .containsSubsequence("--driver-class-path", "/c")
        .contains("a.jar,b.jar," + checkout + "/target/lib/picocli.jar");
  }

  @Test
  void anotherSparkIsRefusedByItsVersion() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    environment.put("SPARK_HOME", empty.toString());
    assertThatItIsRefused(launch("--version"), "SPARK_HOME must name a Spark 4.1 for Scala 2.13, ");

    Path old = Files.createDirectories(directory.resolve("old/jars"));
    Files.writeString(old.resolve("spark-core_2.12-3.5.1.jar"), "");
    environment.put("SPARK_HOME", directory.resolve("old").toString());
    assertThat(launch("--version").err()).contains(", with spark-core_2.12-3.5.1.jar; unset it ");
  }

  // How it ends

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 130})
  void exitCodesArePassedOn(int exitCode) throws Exception {
    environment.put("PLAY", "exit " + exitCode);

    End end = launch("run", "a.conf");

    assertThat(end).isEqualTo(new End(exitCode, end.out(), ""));
  }

  @Test
  void aDeathInNativeCodeIsToldWithItsFile() throws Exception {
    environment.put("PLAY", "echo >\"$ROOT/target/logs/hs_err_$$.log\"; exit 1");

    End end = launch("run", "a.conf");

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.err())
        .matches(
            "geodesic: Java died in native code: see %s/target/logs/hs_err_\\d+.log; what was finished is kept, and the same command goes on\n"
                .formatted(checkout));
  }

  @ParameterizedTest
  @CsvSource({
    "SEGV, Java died of SIGSEGV: see ",
    "ABRT, Java died of SIGABRT: see ",
    "KILL, 'Java was killed (SIGKILL), as the kernel does where memory runs out, '"
  })
  void aDeathByASignalIsToldInOneLine(String signal, String message) throws Exception {
    environment.put("PLAY", "kill -%s $$".formatted(signal));

    End end = launch("run", "a.conf");

    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.err()).startsWith("geodesic: " + message);
    assertThat(end.err().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 7", "HUP, 8", "INT, 9"})
  void aSignalToTheLauncherReachesJava(String signal, int exitCode) throws Exception {
    environment.put(
        "PLAY",
        """
        trap 'exit 7' TERM; trap 'exit 8' HUP; trap 'exit 9' INT
        kill -%s $PPID
        while :; do sleep 0.1; done
        """
            .formatted(signal));
    Files.createSymbolicLink(programs.resolve("sleep"), Path.of("/bin/sleep"));

    End end =
        execute(
            List.of(
                "/usr/bin/env",
                "--default-signal=HUP,INT,TERM",
                "/bin/bash",
                "submit/geodesic",
                "run"));

    assertThat(end).isEqualTo(new End(exitCode, end.out(), ""));
  }

  // What Java is told of the machine

  @ParameterizedTest
  @CsvSource({"C", "POSIX", "ar_EG.UTF-8", "tr_TR.UTF-8", "xx_XX.nonsense"})
  void javaRunsInAPlainLocaleOfUnicode(String locale) throws Exception {
    environment.put("LC_ALL", locale);
    environment.put("PLAY", "echo \"locale $LC_ALL\"");

    assertThat(launch("run").out()).contains("locale C.UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"''", ".", "/nowhere"})
  void whereHomeIsNoFolderAnotherIsFound(String home) throws Exception {
    environment.put("HOME", home);
    environment.put("PLAY", "echo \"home $HOME\"");

    assertThat(launch("run").out()).containsPattern("home /.+").doesNotContain("/nowhere");
  }

  // The archive of classes

  /**
   * A start of Java, as the launcher does it, and then the making of the archive on an idle
   * machine.
   */
  private End withArchive(String before, String after) throws Exception {
    String script =
        """
        set -euo pipefail
        source submit/lib.sh; source submit/archive.sh
        has_room() { true; }
        df() { true; }
        file_uri() { echo "$1"; }
        survey
        prepare
        for name in A b; do [[ -f target/spark/jars/$name.jar ]] || : >target/spark/jars/$name.jar; done
        command=("$java" -cp "/site:$root/target/spark/jars/*:${HADOOP_CONF_DIR-}" Main)
        jar=/geodesic.jar
        %s
        spread_class_path
        use_archive
        offer_archive
        wait
        %s
        """
            .formatted(before, after);
    return execute(List.of("/bin/bash", "-c", script, "geodesic"));
  }

  private static final String MAKES =
      """
      #!/bin/bash
      for o; do [[ $o != *ArchiveClassesAtExit=* ]] || echo classes >"${o#*=}"; done
      echo >>"$ROOT/target/starts"; exit ${FAILS-0}
      """;

  private long starts() throws IOException {
    Path starts = checkout.resolve("target/starts");
    return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
  }

  @Test
  void theArchiveIsMadeOnceAndFitsWhateverTheLocaleAndTheSitesFolders() throws Exception {
    script(jdk("17.0.15").resolve("bin/java"), MAKES);

    assertThat(withArchive("", "").exitCode()).isZero();
    assertThat(starts()).isEqualTo(2);
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("HADOOP_CONF_DIR", "/etc/hadoop");
    End second = withArchive("", "printf '%s\\n' \"${command[@]}\"");

    assertThat(second.out())
        .contains("-XX:SharedArchiveFile=" + checkout + "/target/run/classes-")
        .contains("/spark-core_2.13-4.1.0.jar:/geodesic.jar:/site:/etc/hadoop\n");
    assertThat(starts()).isEqualTo(2);
  }

  /** Whoever reads what a command prints through a pipe reads to the end of it. */
  @Test
  void nobodyWaitsForTheArchive() throws Exception {
    script(jdk("17.0.15").resolve("bin/java"), MAKES);

    End end = withArchive("make_archive() { readlink /proc/$BASHPID/fd/1 >\"$target/out\"; }", "");

    assertThat(end.exitCode()).isZero();
    assertThat(Files.readString(checkout.resolve("target/out")).strip())
        .isEqualTo(checkout.resolve("target/logs/archive.log").toString());
  }

  @Test
  void aMakingThatFailedIsToldAndTriedAgainTheNextDay() throws Exception {
    script(jdk("17.0.15").resolve("bin/java"), MAKES);
    environment.put("FAILS", "1");

    withArchive("", "");
    End second = withArchive("", "cat target/run/classes-*.failed; ls target/run");

    assertThat(starts()).isEqualTo(1);
    assertThat(second.out())
        .containsPattern("\\d+ on .*: see .*/target/logs/archive.log; tried again after a day")
        .doesNotContain(".jsa");
    environment.remove("FAILS");
    withArchive("archive_patience=0", "");
    assertThat(withArchive("", "ls target/run").out()).contains(".jsa").doesNotContain(".failed");
  }

  @Test
  void whereTheArchivesLogCannotBeWrittenNothingIsSaid() throws Exception {
    script(jdk("17.0.15").resolve("bin/java"), MAKES);
    Files.createDirectories(checkout.resolve("target/logs/archive.log"));

    assertThat(withArchive("", "")).isEqualTo(new End(0, "", ""));
  }

  @Test
  void archivesOfTwoJavasLiveBesideEachOther() throws Exception {
    for (String version : List.of("17.0.15", "21.0.4", "22.0.2")) {
      Path home = jdk(version);
      Files.createDirectories(home.resolve("lib"));
      Files.writeString(home.resolve("lib/modules"), version);
      script(home.resolve("bin/java"), MAKES);
      environment.put("JAVA_HOME", home.toString());
      withArchive("", "");
    }

    assertThat(withArchive("", "ls target/run").out().lines().filter(f -> f.endsWith(".jsa")))
        .hasSize(2);
  }

  // Proxies

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://proxy:3128|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=3128",
        "proxy|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=80",
        "https://proxy:/|-Dhttps.proxyHost=proxy -Dhttps.proxyPort=443",
        "socks5h://proxy|-DsocksProxyHost=proxy -DsocksProxyPort=1080"
      })
  void mavenIsToldOfTheProxyInAFile(String proxy, String properties) throws Exception {
    environment.put("https_proxy", proxy);
    environment.put("no_proxy", "example.com, .inner:80");

    End end = tellMaven();

    assertThat(end.out()).isEqualTo("@%s/proxies.options%n600%n".formatted(directory));
    assertThat(Files.readString(directory.resolve("proxies.options")))
        .satisfies(text -> assertThat(text.replaceAll("\"\\s+\"", " ")).contains(properties))
        .contains(
            "-Dhttp.nonProxyHosts=localhost|127.*|[::1]|example.com|*.example.com|inner|*.inner");
  }

  /** Maven takes them from nowhere else. */
  @Test
  void nameAndPasswordOfTheProxyAreToldInSettingsThatNobodyElseReads() throws Exception {
    environment.put("https_proxy", "http://a%40b:c%3A%22%26@proxy:1/");

    End end = tellMaven();

    assertThat(end.out())
        .isEqualTo("@%s/proxies.options -gs %1$s/proxies.xml%n600%n600%n".formatted(directory));
    assertThat(Files.readString(directory.resolve("proxies.options"))).doesNotContain("a@b");
    assertThat(Files.readString(directory.resolve("proxies.xml")))
        .contains("<host>proxy</host><port>1</port><username>a@b</username>")
        .contains("<password>c:\"&amp;</password>");
  }

  private End tellMaven() throws Exception {
    String script =
        "source submit/lib.sh; tell_maven_of_proxies '%s/proxies';".formatted(directory)
            + " echo $JDK_JAVA_OPTIONS ${maven_options[*]}; stat -c %%a '%s'/proxies.*"
                .formatted(directory);
    return execute(List.of("/bin/bash", "-c", script));
  }
}
