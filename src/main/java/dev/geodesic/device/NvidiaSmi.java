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

/** Asks the tool that NVIDIA's driver brings. */
final class NvidiaSmi {
  private static final int PATIENCE_SECONDS = 20;
  private static final String FIELDS = "index,name,compute_cap,memory.total,driver_version";

  private NvidiaSmi() {}

  /**
   * What it says of this machine.
   *
   * @param tool its name, or where it lies
   */
  static GraphicsCards ask(String tool) {
    Path answer;
    try {
      answer = Files.createTempFile("nvidia-smi", ".csv");
    } catch (IOException e) {
      return new Absent("the answer of %s finds no room: %s".formatted(tool, e));
    }
    try {
      return ask(tool, answer);
    } catch (IOException e) {
      return new Absent(tool + " cannot be run: no NVIDIA driver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Absent(tool + " was not waited for");
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
      return new Absent("%s says nothing for %d s".formatted(tool, PATIENCE_SECONDS));
    }
    List<String> lines =
        Files.readString(answer, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return process.exitValue() == 0 ? parse(lines) : new Absent(complaint(tool, lines));
  }

  private static String complaint(String tool, List<String> lines) {
    return tool + " fails: " + (lines.isEmpty() ? "it says nothing" : lines.get(0).strip());
  }

  /**
   * Parses one line a card: index, name, compute capability, mebibytes, and the driver's version.
   */
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
                Long.parseLong(fields[3])));
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
      // A file of a few bytes among the temporary ones.
    }
  }
}
