package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** submit/java.sh: which Java is used, and the locale and the home that it is given. */
class JavaSetupTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.21", "16.0.2", "23.0.1", "25", "25-ea"})
  void unsupportedJavaVersionsAreRefused(String version) throws Exception {
    machine.set("JAVA_HOME", machine.addJdk(version).toString());

    assertRefused(
        machine.launch("--version"),
        "Java must be 17 to 22, got: %s at %s/jdk-%1$s/bin/java; set JAVA_HOME"
            .formatted(version, machine.directory()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "22.0.2"})
  void theOldestAndTheNewestSupportedJavaAreAccepted(String version) throws Exception {
    machine.set("JAVA_HOME", machine.addJdk(version).toString());

    assertThat(machine.launch("--version").exitCode()).isZero();
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    machine.set("JAVA_HOME", "/nowhere");

    assertRefused(
        machine.launch("--version"),
        "JAVA_HOME must name a JDK, with bin/java in it, got: /nowhere; ");
  }

  @Test
  void whereThereIsNoJavaTheMessageSaysHowToInstallIt() throws Exception {
    machine.unset("JAVA_HOME");

    assertRefused(machine.launch("--version"), "Cannot find java: install JDK 17 (Debian: ");
  }

  @ParameterizedTest
  @CsvSource({"C", "POSIX", "ar_EG.UTF-8", "tr_TR.UTF-8", "xx_XX.nonsense"})
  void javaRunsInTheLocaleCUtf8(String locale) throws Exception {
    machine.set("LC_ALL", locale);
    machine.set("PLAY", "echo \"locale $LC_ALL\"");

    assertThat(machine.launch("run").out()).contains("locale C.UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"''", ".", "/nowhere"})
  void aHomeThatIsNotAFolderIsReplaced(String home) throws Exception {
    machine.set("HOME", home);
    machine.set("PLAY", "echo \"home $HOME\"");

    assertThat(machine.launch("run").out()).containsPattern("home /.+").doesNotContain("/nowhere");
  }
}
