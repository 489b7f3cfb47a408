package dev.geodesic.device.opencl;

import dev.geodesic.device.PciAddress;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenCL driver tells of one of its devices.
 *
 * @param ordinal its place among all devices of all drivers of the machine, from 0 on
 * @param kind what it is
 * @param name as the driver spells it
 * @param platform name of the driver
 * @param driver version of the driver
 * @param memoryBytes global memory
 * @param largestBufferBytes the most that one buffer can hold
 * @param localBytes local memory of a work-group
 * @param units compute units
 * @param mostWorkItems the most work-items of a work-group
 * @param hasDoubles whether it computes in float64
 * @param pciAddress where it is; absent where the driver does not tell
 */
public record OpenClCard(
    int ordinal,
    Kind kind,
    String name,
    String platform,
    String driver,
    long memoryBytes,
    long largestBufferBytes,
    long localBytes,
    int units,
    int mostWorkItems,
    boolean hasDoubles,
    @Nullable PciAddress pciAddress)
    implements Serializable {

  /** The kinds of hardware. */
  public enum Kind {
    GPU,
    PROCESSOR,
    OTHER
  }

  /** The share of the memory that the buffers of one call may take, as one in so many. */
  private static final int SHARE = 4;

  /**
   * Returns how many parts of some work to do at once, so that its buffers take a fair share of the
   * memory, and none is larger than the driver allows; at least 1.
   *
   * @param bytes that one part takes, in all buffers that exist at once
   * @param largest bytes of its part in the largest of them
   * @param slots tasks that share the memory
   */
  int partsAtOnce(double bytes, double largest, int slots) {
    double most =
        Math.min((double) memoryBytes / SHARE / slots / bytes, largestBufferBytes / largest);
    return (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
  }

  @Override
  public String toString() {
    return "%s (%s %s)".formatted(name, platform, driver);
  }
}
