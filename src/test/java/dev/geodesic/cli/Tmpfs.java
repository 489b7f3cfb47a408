package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small disk in memory. Who may not mount one skips the test. */
record Tmpfs(Path root) implements AutoCloseable {
  /** Mounts one; {@code size} as in 512k. */
  static Tmpfs mount(Path root, String size) throws IOException {
    Files.createDirectories(root);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", root.toString());
    assumeTrue(mounted, "mounting a tmpfs needs rights that this process has not");
    return new Tmpfs(root);
  }

  /** Gives it other options, as in {@code ro} or {@code rw,size=64m}. */
  void remount(String options) throws IOException {
    assertThat(run("mount", "-o", "remount," + options, root.toString())).isTrue();
  }

  private static boolean run(String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", "-l", root.toString())).isTrue();
  }
}
