package dev.geodesic.device;

import java.io.Serializable;
import java.util.Comparator;

/** The version of an NVIDIA card's instruction set, such as 8.6. */
public record ComputeCapability(int major, int minor)
    implements Comparable<ComputeCapability>, Serializable {
  private static final Comparator<ComputeCapability> ORDER =
      Comparator.comparingInt(ComputeCapability::major).thenComparingInt(ComputeCapability::minor);

  /**
   * Parses text such as {@code 8.6}.
   *
   * @throws NumberFormatException if it is not two integers with a point between them
   */
  static ComputeCapability parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 2) {
      throw new NumberFormatException(text);
    }
    return new ComputeCapability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
