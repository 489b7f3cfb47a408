package dev.geodesic.proof;

import dev.geodesic.device.opencl.OpenClCards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OpenCL devices of this machine, which a process of its own asks for once. */
final class KnownCards {
  private static final Path VENDORS = Path.of("/etc/OpenCL/vendors");

  /** The variables that name drivers elsewhere. */
  private static final List<String> VARIABLES =
      List.of("OCL_ICD_VENDORS", "OPENCL_VENDOR_PATH", "OCL_ICD_FILENAMES");

  private static @Nullable OpenClCards known;

  private KnownCards() {}

  static synchronized OpenClCards of(OwnProcess process) {
    OpenClCards cards = known;
    if (cards == null) {
      cards = ask(process);
      known = cards;
    }
    return cards;
  }

  private static OpenClCards ask(OwnProcess process) {
    if (!hasDrivers()) {
      return new OpenClCards.Absent("no OpenCL driver is installed (%s)".formatted(VENDORS));
    }
    try {
      return process.run(new CardsTask());
    } catch (ProcessFailedException e) {
      return new OpenClCards.Absent(String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is worth the start of a process to ask. */
  private static boolean hasDrivers() {
    if (VARIABLES.stream().anyMatch(System.getenv()::containsKey)) {
      return true;
    }
    try (Stream<Path> drivers = Files.list(VENDORS)) {
      return drivers.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
