package dev.geodesic.cli.launcher;

import static dev.geodesic.cli.launcher.FakeMachine.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.geodesic.cli.launcher.FakeMachine.End;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * submit/geodesic and submit/lib.sh: the path of the checkout, and the folder in which the user is.
 */
class PathsTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  @Test
  void aCheckoutUnderAPathWithAColonIsRefused() throws Exception {
    machine.useCheckout("a:b/checkout");

    assertRefused(machine.launch("--version"), "The checkout must lie under a path without ':', ");
  }

  @Test
  void aCheckoutUnderAPathWithALineBreakIsRefused() throws Exception {
    machine.useCheckout("a\nb/checkout");

    assertRefused(
        machine.launch("--version"), "The checkout must lie under a path of one line, got: ");
  }

  @Test
  void aPathMayHaveOtherSpecialCharacters() throws Exception {
    machine.useCheckout("50 %41 #1's, [ünd]/checkout");

    End end = machine.launch("--version");

    assertThat(end).isEqualTo(new End(0, end.out(), ""));
    assertThat(end.out())
        .contains("/50%20%2541%20%231%27s%2C%20%5B%C3%BCnd%5D/checkout/conf/log4j2.properties")
        .contains(
            "-XX:ErrorFile="
                + machine.directory()
                + "/50 %%41 #1's, [ünd]/checkout/target/logs/hs_err_%p.log");
  }

  @Test
  void startingInADeletedFolderIsRefused() throws Exception {
    Path folder = Files.createDirectory(machine.directory().resolve("deleted"));
    machine.linkPrograms("rmdir");

    End end =
        machine.bash(
            "cd '%s' && rmdir '%1$s' && exec /bin/bash '%s/submit/geodesic' --version"
                .formatted(folder, machine.checkout()));

    assertThat(end.exitCode()).isEqualTo(2);
    // bash itself prints such a line before it runs the script.
    assertThat(end.err().lines().filter(line -> !line.startsWith("shell-init: ")))
        .containsExactly(
            "geodesic: The folder that this is called from must exist, "
                + "got: one that was deleted; change to another");
  }

  @Test
  void startingByASymbolicLinkNeedsReadlink() throws Exception {
    Path link = machine.checkout().resolve("geodesic");
    Files.createSymbolicLink(link, machine.checkout().resolve("submit/geodesic"));
    assertThat(machine.execute("/bin/bash", "geodesic", "run").exitCode()).isZero();

    machine.removeProgram("readlink");
    assertRefused(
        machine.execute("/bin/bash", "geodesic", "run"), "Cannot find readlink on PATH; install ");
  }
}
