package dev.geodesic.check;

import java.util.List;

/** The shape of a pack: numbers of trials, samples, and inputs and outputs of one layer. */
record Shape(int trials, int batch, int inputs, int outputs) {
  /**
   * Shapes with the least of everything, with odd numbers, and with more than a vector unit or a
   * warp takes at once.
   */
  static final List<Shape> ALL =
      List.of(
          new Shape(1, 1, 1, 2),
          new Shape(1, 1, 7, 3),
          new Shape(1, 16, 49, 10),
          new Shape(2, 2, 1, 2),
          new Shape(2, 5, 3, 1),
          new Shape(3, 7, 17, 5),
          new Shape(5, 33, 50, 10),
          new Shape(65, 3, 4, 3));

  /** A small shape of which no two numbers are equal. */
  static final Shape ODD = new Shape(3, 7, 11, 5);

  @Override
  public String toString() {
    return "%d trials, batch %d, %d to %d".formatted(trials, batch, inputs, outputs);
  }
}
