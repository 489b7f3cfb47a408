package dev.geodesic.device;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a card is on the bus of its machine, which drivers write in several ways. */
public record PciAddress(int domain, int bus, int device, int function)
    implements Serializable, Comparable<PciAddress> {
  private static final Comparator<PciAddress> ORDER =
      Comparator.comparingInt(PciAddress::domain)
          .thenComparingInt(PciAddress::bus)
          .thenComparingInt(PciAddress::device)
          .thenComparingInt(PciAddress::function);

  private static final Pattern FORMAT =
      Pattern.compile("(\\p{XDigit}{1,8}):(\\p{XDigit}{1,2}):(\\p{XDigit}{1,2})\\.(\\p{XDigit})");

  /** Parses text such as {@code 00000000:3B:00.0}; empty where a driver says something else. */
  public static Optional<PciAddress> parse(String text) {
    Matcher parts = FORMAT.matcher(text.strip());
    return parts.matches()
        ? Optional.of(
            new PciAddress(number(parts, 1), number(parts, 2), number(parts, 3), number(parts, 4)))
        : Optional.empty();
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseUnsignedInt(parts.group(group), 16);
  }

  @Override
  public int compareTo(PciAddress other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%04x:%02x:%02x.%x".formatted(domain, bus, device, function);
  }
}
