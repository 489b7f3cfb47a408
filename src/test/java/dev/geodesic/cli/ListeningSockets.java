package dev.geodesic.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The TCP sockets that a process listens on, as the kernel lists them in {@code /proc}. */
final class ListeningSockets {
  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** Their local addresses, in hexadecimal as the kernel writes them: {@code address:port}. */
  static List<String> of(ProcessHandle process) throws IOException {
    Set<String> inodes = inodes(process);
    return Stream.concat(lines(process, "tcp"), lines(process, "tcp6"))
        .map(line -> line.strip().split("\\s+"))
        .filter(column -> column[3].equals(LISTEN) && inodes.contains(column[9]))
        .map(column -> column[1])
        .toList();
  }

  /** Whether nobody on another machine can reach such an address. */
  static boolean isLoopback(String address) {
    // Each word of four bytes is written as this machine stores it, its lowest byte first.
    return address.matches("[0-9A-F]{6}7F:.*")
        || address.matches("0000000000000000FFFF0000[0-9A-F]{6}7F:.*")
        || address.startsWith("00000000000000000000000001000000:");
  }

  private static Stream<String> lines(ProcessHandle process, String protocol) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "net", protocol))
        .stream()
        .skip(1);
  }

  private static Set<String> inodes(ProcessHandle process) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return files
          .map(ListeningSockets::target)
          .filter(Objects::nonNull)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static @Nullable String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return null; // Closed since it was listed.
    }
  }
}
