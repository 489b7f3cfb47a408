package dev.geodesic.proof;

import dev.geodesic.check.Check;
import dev.geodesic.check.DeviceContract;
import dev.geodesic.check.PrimitiveSpeed;
import dev.geodesic.check.Speeds;
import dev.geodesic.check.Verdict;
import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceSurroundings;
import dev.geodesic.device.GraphicsCards;
import dev.geodesic.device.Prover;
import dev.geodesic.device.opencl.OpenClCard;
import dev.geodesic.device.opencl.OpenClCards;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.NativeCodeError;
import dev.geodesic.trial.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a device of this machine against the contract, and times it. */
public final class DeviceCheck implements AutoCloseable {
  private static final String ASKED = "auto takes it where it passes and is faster than the cores";

  private final DeviceSurroundings surroundings;
  private final DeviceChoice choice;
  private final Device device;

  /**
   * Opens the device.
   *
   * @param ordinal of an OpenCL device, by the order of the machine's; absent for any
   * @throws RequestException if it is unavailable here
   */
  public DeviceCheck(DeviceRequest request, @Nullable Integer ordinal) {
    try {
      surroundings = DeviceSurroundings.here();
      choice =
          ordinal == null
              ? DeviceChoice.of(
                  request, surroundings, card -> new Prover.Verdict.Taken(ASKED), null)
              : DeviceChoice.opencl(surroundings.opencl(), ordinal);
      device = choice.open();
    } catch (NativeCodeError e) {
      throw new RequestException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns one line that names the device and says why it was chosen. */
  public String line() {
    return choice.line();
  }

  /** Describes the device, its memory, and the machine's cards, each fact with its name. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("device", device.description());
    facts.put("memory", "%.1f GB".formatted(device.memoryBytes() / 1e9));
    if (choice instanceof DeviceChoice.OpenCl chosen) {
      facts.putAll(facts(chosen.card()));
    }
    if (surroundings.opencl() instanceof OpenClCards.Present present) {
      present.cards().forEach(card -> facts.put("opencl:" + card.ordinal(), words(card)));
    } else {
      facts.put("opencl", "none: " + ((OpenClCards.Absent) surroundings.opencl()).reason());
    }
    if (surroundings.cards() instanceof GraphicsCards.Present present) {
      facts.put("nvidia", "driver " + present.driver());
      for (GraphicsCards.Card card : present.cards()) {
        facts.put("card " + card.index(), "%s, %,d MiB".formatted(card, card.memoryMebibytes()));
      }
    } else {
      facts.put("nvidia", "none: " + ((GraphicsCards.Absent) surroundings.cards()).reason());
    }
    return facts;
  }

  private static Map<String, String> facts(OpenClCard card) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("platform", card.platform());
    facts.put("driver", card.driver());
    facts.put("float64", card.hasDoubles() ? "yes" : "no");
    facts.put(
        "units",
        "%d, work-groups of up to %d with %d KiB of local memory, buffers of up to %.1f GB"
            .formatted(
                card.units(),
                card.mostWorkItems(),
                card.localBytes() >> 10,
                card.largestBufferBytes() / 1e9));
    return facts;
  }

  private static String words(OpenClCard card) {
    String kind =
        switch (card.kind()) {
          case GPU -> "a GPU";
          case PROCESSOR -> "a processor";
          case OTHER -> "another kind";
        };
    return "%s, %s, %,d MiB%s"
        .formatted(
            card,
            kind,
            card.memoryBytes() >> 20,
            card.pciAddress() == null ? "" : ", at " + card.pciAddress());
  }

  /** Runs every check of the contract. */
  public List<Verdict> verdicts() {
    List<Check.Result> results = new ArrayList<>();
    DeviceContract.run(device, results::add);
    return Verdict.of(results);
  }

  /** Times the primitives that training spends its time in. */
  public List<PrimitiveSpeed> speeds() {
    return Speeds.measure(device);
  }

  /** Counts what the device is told to do in a step; nothing where it does not count. */
  public List<StepCounts> steps() {
    return StepCounts.of(device);
  }

  @Override
  public void close() {
    device.close();
  }
}
