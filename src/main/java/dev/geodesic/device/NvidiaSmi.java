package dev.geodesic.device;

import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks {@code nvidia-smi}, a tool of NVIDIA's driver, about the machine's cards. */
final class NvidiaSmi {
  private static final int PATIENCE_SECONDS = 20;
  private static final String CAPABILITY = "compute_cap";
  private static final String DIVISION = "mig.mode.current";

  private static final List<String> FIELDS =
      List.of(
          "index",
          "name",
          CAPABILITY,
          "memory.total",
          "driver_version",
          "pci.bus_id",
          "uuid",
          DIVISION);

  /** The fields that drivers of earlier years have as well. */
  private static final List<String> OLD_FIELDS =
      FIELDS.stream()
          .filter(field -> !field.equals(CAPABILITY) && !field.equals(DIVISION))
          .toList();

  /** What the tool says of a field that it does not know; it answers nothing else then. */
  private static final String UNKNOWN = "is not a valid field to query";

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
    GraphicsCards cards = ask(tool, FIELDS, answer);
    return cards instanceof Absent absent && absent.reason().contains(UNKNOWN)
        ? ask(tool, OLD_FIELDS, answer)
        : cards;
  }

  private static GraphicsCards ask(String tool, List<String> fields, Path answer)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                tool, "--query-gpu=" + String.join(",", fields), "--format=csv,noheader,nounits")
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
    return process.exitValue() == 0 ? parse(fields, lines) : new Absent(complaint(tool, lines));
  }

  private static String complaint(String tool, List<String> lines) {
    return tool + " fails: " + (lines.isEmpty() ? "it prints nothing" : lines.get(0).strip());
  }

  /** Parses lines of the {@link #FIELDS}, one a card, of which the last ones may be missing. */
  static GraphicsCards parse(List<String> lines) {
    return parse(FIELDS, lines);
  }

  /** A card that is not understood, as one that has failed, does not hide the others. */
  private static GraphicsCards parse(List<String> fields, List<String> lines) {
    List<Card> cards = new ArrayList<>();
    String driver = "";
    for (String line : lines) {
      Map<String, String> values = values(fields, line);
      Optional<Card> card = card(values);
      if (card.isPresent()) {
        cards.add(card.get());
        driver = values.getOrDefault("driver_version", driver);
      }
    }
    if (!cards.isEmpty()) {
      return new Present(driver, cards);
    }
    return lines.isEmpty()
        ? new Absent("nvidia-smi knows no card")
        : new Absent("nvidia-smi answers what is not understood: " + lines.get(0).strip());
  }

  /** Returns the values that the tool knows: it says {@code [N/A]} and the like of others. */
  private static Map<String, String> values(List<String> fields, String line) {
    String[] parts = line.strip().split(" *, *", -1);
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < Math.min(parts.length, fields.size()); i++) {
      if (!parts[i].startsWith("[")) {
        values.put(fields.get(i), parts[i]);
      }
    }
    return values;
  }

  private static Optional<Card> card(Map<String, String> values) {
    String name = values.get("name");
    if (name == null || !values.getOrDefault("index", "").matches("\\d{1,4}")) {
      return Optional.empty();
    }
    String capability = values.getOrDefault(CAPABILITY, "");
    String memory = values.getOrDefault("memory.total", "");
    return Optional.of(
        new Card(
            Integer.parseInt(values.getOrDefault("index", "")),
            name,
            capability.matches("\\d{1,4}\\.\\d{1,4}") ? ComputeCapability.parse(capability) : null,
            memory.matches("\\d{1,12}") ? Long.parseLong(memory) : 0,
            PciAddress.parse(values.getOrDefault("pci.bus_id", "")).orElse(null),
            values.get("uuid"),
            values.getOrDefault(DIVISION, "").equals("Enabled")));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A temporary file of a few bytes may stay.
    }
  }
}
