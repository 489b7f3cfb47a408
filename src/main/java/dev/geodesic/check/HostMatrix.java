package dev.geodesic.check;

/** The numbers of a matrix on the host, row-major. */
record HostMatrix(float[] values, int rows, int columns) {
  double at(int row, int column) {
    return values[row * columns + column];
  }

  static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  double[] widened() {
    return widened(values);
  }

  /** Returns the trial of an element, of {@code trials} that lie one after the other. */
  int trialOf(int index, int trials) {
    return index / (values.length / trials);
  }

  HostMatrix scaled(double factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return new HostMatrix(scaled, rows, columns);
  }

  void setRow(int row, double value) {
    for (int column = 0; column < columns; column++) {
      values[row * columns + column] = (float) value;
    }
  }

  void copyRow(int from, int to) {
    System.arraycopy(values, from * columns, values, to * columns, columns);
  }

  HostMatrix copy() {
    return new HostMatrix(values.clone(), rows, columns);
  }
}
