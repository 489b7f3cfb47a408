package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** submit/lib.sh: when the program is built, and what is shown where that fails. */
class BuildTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @Test
  void aMissingLibraryCausesABuild() throws Exception {
    Files.delete(machine.checkout().resolve("target/lib/picocli.jar"));

    assertRefused(machine.launch("--version"), "Cannot find mvn: install Maven 3.8 or later");
  }

  @Test
  void aSourceDatedInTheFutureIsBuiltOnceAndAgainWhenItIsEdited() throws Exception {
    Path source = Files.writeString(machine.checkout().resolve("src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(86_400)));
    Path built = machine.directory().resolve("built");
    machine.addProgram(
        "mvn", "#!/bin/bash\necho >>'%s'\n: >>\"$PWD\"/target/all.classpath\n".formatted(built));

    assertThat(machine.launch("--version").exitCode()).isZero();
    assertThat(machine.launch("--version").err()).isEmpty();
    assertThat(Files.readAllLines(built)).hasSize(1);
    Files.writeString(source, "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(machine.launch("--version").exitCode()).isZero();
    assertThat(Files.readAllLines(built)).hasSize(2);
  }

  @Test
  void aBuildDatedInTheFutureIsRepeatedOnce() throws Exception {
    Path classPath = machine.checkout().resolve("target/all.classpath");
    Files.setLastModifiedTime(classPath, FileTime.from(Instant.now().plusSeconds(86_400)));
    Path built = machine.directory().resolve("built");
    machine.addProgram(
        "mvn",
        """
        #!/bin/bash
        echo >>'%s'
        all=$(<target/all.classpath)
        echo $all >target/all.classpath
        """
            .formatted(built));

    assertThat(machine.launch("--version").exitCode()).isZero();
    assertThat(machine.launch("--version").err()).isEmpty();
    assertThat(Files.readAllLines(built)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'Unrecognized VM option bogus\nError: Could not create it', "
        + "'Unrecognized VM option bogus\nError: Could not create it\n'",
    "'[INFO] on\n[ERROR] A.java\n[INFO] off', '[ERROR] A.java\n'",
    "'', '\n'"
  })
  void theErrorsOfAFailedBuildAreShown(String said, String shown) throws Exception {
    Files.delete(machine.checkout().resolve("target/geodesic.jar"));
    machine.addProgram("mvn", "#!/bin/bash\necho '%s'\nexit 1\n".formatted(said));
    machine.set("TMPDIR", machine.directory().toString());

    End end = machine.launch("--version");

    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.err())
        .startsWith("geodesic: building, which takes a few minutes the first time\n" + shown)
        .containsPattern("\ngeodesic: Cannot build: the whole output is in .*\n$");
  }

  @Test
  void buildingWithAJreIsRefused() throws Exception {
    Path jdk = machine.directory().resolve("jdk-" + FakeMachine.JAVA_VERSION);
    Files.delete(machine.checkout().resolve("target/geodesic.jar"));
    Files.delete(jdk.resolve("bin/javac"));
    machine.addProgram("mvn", "#!/bin/sh\n");

    assertRefused(
        machine.launch("--version"),
        "Cannot build with the Java at %s: it has no javac".formatted(jdk));
  }
}
