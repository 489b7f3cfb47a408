package dev.geodesic.device;

import java.util.Map;

/** A device apart from the processor, which counts what it is told to do. */
public interface Metered {
  /** Returns how often it was told so far, by what: launches of kernels, copies to and from it. */
  Map<String, Long> counts();
}
