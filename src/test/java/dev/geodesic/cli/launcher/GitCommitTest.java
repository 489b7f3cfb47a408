package dev.geodesic.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** submit/geodesic: what a run is told of the commit of the checkout. */
class GitCommitTest {
  @RegisterExtension private final FakeMachine machine = new FakeMachine();

  private void git(String... arguments) throws Exception {
    Stream<String> command = Stream.of("git", "-c", "user.name=a", "-c", "user.email=a@b");
    assertThat(
            machine
                .execute(Stream.concat(command, Arrays.stream(arguments)).toArray(String[]::new))
                .exitCode())
        .isZero();
  }

  private void commitTheCheckout() throws Exception {
    Files.writeString(machine.checkout().resolve(".gitignore"), "target/\n");
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message=all");
  }

  @Test
  void aRunIsToldTheCommitAndWhetherSourcesDifferFromIt() throws Exception {
    commitTheCheckout();

    assertThat(machine.launch("run", "a.conf").out())
        .containsPattern("-Dgeodesic.git.commit=[0-9a-f]{40}\\n-Dgeodesic.git.dirty=false");
    Files.writeString(machine.checkout().resolve("notes.txt"), "");
    assertThat(machine.launch("run", "a.conf").out()).contains("-Dgeodesic.git.dirty=false");
    Files.writeString(machine.checkout().resolve("conf/queries/new.sql"), "");
    // With a class path newer than its sources the checkout still counts as built.
    Files.setLastModifiedTime(
        machine.checkout().resolve("target/all.classpath"), FileTime.from(Instant.now()));
    assertThat(machine.launch("run", "a.conf").out()).contains("-Dgeodesic.git.dirty=true");
  }

  @Test
  void aWorktreeHasACommitAndACheckoutWithAnEmptyGitFolderHasNone() throws Exception {
    commitTheCheckout();
    Path outer = machine.checkout();
    Path tree = machine.directory().resolve("tree");
    git("worktree", "add", "--quiet", tree.toString());
    Files.delete(tree.resolve("pom.xml"));
    FileUtils.deleteDirectory(tree.resolve("submit").toFile());
    machine.useCheckout("tree");
    assertThat(machine.launch("run", "a.conf").out()).contains("-Dgeodesic.git.commit=");

    machine.useCheckout("checkout/inner");
    Files.createDirectory(machine.checkout().resolve(".git"));
    assertThat(outer.resolve(".git")).isDirectory();
    assertThat(machine.launch("run", "a.conf").out()).doesNotContain("-Dgeodesic.git.");
  }
}
