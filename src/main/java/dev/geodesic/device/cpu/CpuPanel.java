package dev.geodesic.device.cpu;

import dev.geodesic.device.Panel;

/** A panel on the Java heap: element (b, t, c) lies at {@code (b·trials + t)·width + c}. */
record CpuPanel(double[] values, int batch, int trials, int width) implements Panel {

  static int length(int batch, int trials, int width) {
    return Math.multiplyExact(Math.multiplyExact(batch, trials), width);
  }

  /** Returns the number of elements of one sample. */
  int rowLength() {
    return trials * width;
  }

  /** Returns where the units of sample {@code b} and trial {@code t} begin. */
  int at(int b, int t) {
    return (b * trials + t) * width;
  }

  int length() {
    return values.length;
  }

  @Override
  public double[] toArray() {
    return values.clone();
  }
}
