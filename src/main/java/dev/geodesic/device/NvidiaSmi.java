package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi}, a tool of NVIDIA's driver, about the machine's cards. */
final class NvidiaSmi {
  private static final int PATIENCE_SECONDS = 20;
  private static final String FIELDS =
      "index,name,compute_cap,memory.total,driver_version,pci.bus_id";

  private NvidiaSmi() {}

  /**
   * Returns the cards of this machine; absent with the reason where the tool fails.
   *
   * @param tool the tool's name or path
   */
  static GraphicsCards ask(String tool) {
    Path answer;
    try {
      answer = Files.createTempFile("nvidia-smi", ".csv");
    } catch (IOException e) {
      return new Absent("no temporary file for the answer of %s: %s".formatted(tool, e));
    }
    try {
      return ask(tool, answer);
    } catch (IOException e) {
      return new Absent(tool + " cannot be run: no NVIDIA driver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Absent(tool + " was interrupted");
    } finally {
      delete(answer);
    }
  }

  private static GraphicsCards ask(String tool, Path answer)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(tool, "--query-gpu=" + FIELDS, "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return new Absent("%s has not answered for %d s".formatted(tool, PATIENCE_SECONDS));
    }
    List<String> lines =
        Files.readString(answer, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return process.exitValue() == 0 ? parse(lines) : new Absent(complaint(tool, lines));
  }

  private static String complaint(String tool, List<String> lines) {
    return tool + " fails: " + (lines.isEmpty() ? "it prints nothing" : lines.get(0).strip());
  }

  /** Parses lines of the {@link #FIELDS}, one a card. */
  static GraphicsCards parse(List<String> lines) {
    List<Card> cards = new ArrayList<>();
    String driver = "";
    for (String line : lines) {
      String[] fields = line.split(" *, *", -1);
      try {
        cards.add(
            new Card(
                Integer.parseInt(fields[0].strip()),
                fields[1],
                ComputeCapability.parse(fields[2]),
                Long.parseLong(fields[3]),
                PciAddress.parse(fields[5]).orElse(null)));
        driver = fields[4].strip();
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        return new Absent("nvidia-smi answers what is not understood: " + line.strip());
      }
    }
    return cards.isEmpty() ? new Absent("nvidia-smi knows no card") : new Present(driver, cards);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A temporary file of a few bytes may stay.
    }
  }
}
