package dev.geodesic.device.cpu;

import dev.geodesic.device.Panel;

/** A panel on the Java heap: element (b, t, c) lies at {@code (b·trials + t)·classes + c}. */
record CpuPanel(double[] values, int batch, int trials, int classes) implements Panel {

  static CpuPanel of(int batch, int trials, int classes) {
    return new CpuPanel(new double[batch * trials * classes], batch, trials, classes);
  }

  /** Elements of one sample. */
  int rowLength() {
    return trials * classes;
  }

  /** Where the classes of sample {@code b} and trial {@code t} begin. */
  int at(int b, int t) {
    return (b * trials + t) * classes;
  }

  @Override
  public double[] toArray() {
    return values.clone();
  }
}
