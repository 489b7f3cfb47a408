package dev.geodesic.check;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The numbers of a panel on the host: element (b, t, c) lies at {@code (b·trials + t)·width + c}.
 */
record HostPanel(double[] values, int batch, int trials, int width) {
  HostPanel(int batch, int trials, int width) {
    this(new double[batch * trials * width], batch, trials, width);
  }

  static HostPanel of(int batch, int trials, int width, CheckContext.Element element) {
    HostPanel panel = new HostPanel(batch, trials, width);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < trials; t++) {
        for (int c = 0; c < width; c++) {
          panel.set(b, t, c, element.at(b, t, c));
        }
      }
    }
    return panel;
  }

  /** Returns a copy of the units of one sample and trial. */
  double[] row(int b, int t) {
    return Arrays.copyOfRange(values, index(b, t, 0), index(b, t, 0) + width);
  }

  int index(int b, int t, int c) {
    return (b * trials + t) * width + c;
  }

  double at(int b, int t, int c) {
    return values[index(b, t, c)];
  }

  void set(int b, int t, int c, double value) {
    values[index(b, t, c)] = value;
  }

  /** Returns the trial of an element. */
  int trialOf(int index) {
    return index / width % trials;
  }

  HostPanel map(DoubleUnaryOperator change) {
    double[] changed = new double[values.length];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.applyAsDouble(values[i]);
    }
    return new HostPanel(changed, batch, trials, width);
  }

  /** Returns a panel of some trials alone. */
  HostPanel trials(int... kept) {
    return of(batch, kept.length, width, (b, t, c) -> at(b, kept[t], c));
  }
}
