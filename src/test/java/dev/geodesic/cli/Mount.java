package dev.geodesic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Something mounted on a directory until it is closed. Who may not mount skips the test. */
record Mount(Path root) implements AutoCloseable {
  /** A small disk in memory; {@code size} as in 512k. */
  static Mount tmpfs(Path root, String size) throws IOException {
    Files.createDirectories(root);
    return mount(root, "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", root.toString());
  }

  /** What a directory holds, for reading alone; files that are open stay as they are. */
  static Mount readOnly(Path root) throws IOException {
    Mount same = mount(root, "mount", "--bind", root.toString(), root.toString());
    same.remount("bind,ro");
    return same;
  }

  private static Mount mount(Path root, String... command) throws IOException {
    assumeTrue(run(command), "mounting needs rights that this process has not");
    return new Mount(root);
  }

  /** Gives it other options. */
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
