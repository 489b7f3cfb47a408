package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.clCreateContext;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl._cl_context;

/**
 * The context of each device, made once in a process and kept: the data that one queue has copied
 * to the device are there for the queues of all packs, now and later.
 */
final class Contexts {
  private static final Map<Integer, _cl_context> ALL = new ConcurrentHashMap<>();

  private Contexts() {}

  static _cl_context of(CardSurvey card) {
    return ALL.computeIfAbsent(card.ordinal(), absent -> create(card));
  }

  private static _cl_context create(CardSurvey card) {
    int[] status = new int[1];
    try (PointerPointer<?> devices = new PointerPointer<>(1).put(0, card.device())) {
      _cl_context context = clCreateContext(null, 1, devices, null, null, status);
      Status.check(status[0], "clCreateContext");
      return context;
    }
  }
}
