package dev.geodesic.check;

import dev.geodesic.device.Device;
import dev.geodesic.device.DeviceChoice;
import dev.geodesic.device.DeviceSurroundings;
import dev.geodesic.device.GraphicsCards.Absent;
import dev.geodesic.device.GraphicsCards.Card;
import dev.geodesic.device.GraphicsCards.Present;
import dev.geodesic.trial.DeviceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks a device of this machine against the contract, and times it. */
public final class DeviceCheck implements AutoCloseable {
  private final DeviceSurroundings surroundings;
  private final DeviceChoice choice;
  private final Device device;

  /**
   * Opens the device.
   *
   * @throws dev.geodesic.trial.RequestException if it is unavailable here
   */
  public DeviceCheck(DeviceRequest request) {
    this.surroundings = DeviceSurroundings.here();
    this.choice = DeviceChoice.of(request, surroundings, null);
    this.device = choice.open();
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
    if (surroundings.cards() instanceof Present present) {
      facts.put("driver", present.driver());
      for (Card card : present.cards()) {
        facts.put("card " + card.index(), "%s, %,d MiB".formatted(card, card.memoryMebibytes()));
      }
    } else {
      facts.put("driver", "none: " + ((Absent) surroundings.cards()).reason());
    }
    return facts;
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

  @Override
  public void close() {
    device.close();
  }
}
