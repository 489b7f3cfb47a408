package dev.geodesic.device.opencl;

import dev.geodesic.device.Panel;

/** A panel in the device's memory: element (b, t, c) lies at {@code (b·trials + t)·width + c}. */
record OpenClPanel(Queue queue, Buffer values, int batch, int trials, int width) implements Panel {
  static Buffer buffer(Panel panel) {
    return ((OpenClPanel) panel).values;
  }

  long length() {
    return (long) batch * trials * width;
  }

  /** Returns the number of rows, one for each sample and trial. */
  long rows() {
    return (long) batch * trials;
  }

  @Override
  public double[] toArray() {
    return queue.readDoubles(values, Math.toIntExact(length()));
  }
}
