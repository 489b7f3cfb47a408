package dev.geodesic.check;

/** The numbers of a matrix on the host, row-major. */
record HostMatrix(float[] values, int rows, int columns) {
  double at(int row, int column) {
    return values[row * columns + column];
  }

  /** Which trial an element belongs to, of {@code trials} that lie one after the other. */
  int trialOf(int index, int trials) {
    return index / (values.length / trials);
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
