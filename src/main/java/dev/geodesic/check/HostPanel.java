package dev.geodesic.check;

import java.util.function.DoubleUnaryOperator;

/**
 * The numbers of a panel on the host: element (b, t, c) lies at {@code (b·trials + t)·width + c}.
 */
record HostPanel(double[] values, int batch, int trials, int width) {
  HostPanel(int batch, int trials, int width) {
    this(new double[batch * trials * width], batch, trials, width);
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

  /** Which trial an element belongs to. */
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

  /** Some trials alone. */
  HostPanel trials(int... kept) {
    HostPanel some = new HostPanel(batch, kept.length, width);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < kept.length; t++) {
        for (int c = 0; c < width; c++) {
          some.set(b, t, c, at(b, kept[t], c));
        }
      }
    }
    return some;
  }
}
