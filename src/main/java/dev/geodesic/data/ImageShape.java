package dev.geodesic.data;

import java.io.Serializable;
import java.util.Optional;

/** The shape of an image in pixels, both at least 1. */
public record ImageShape(int rows, int columns) implements Serializable {
  public ImageShape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "an image must have rows and columns, got: %d x %d".formatted(rows, columns));
    }
  }

  /** The square image of {@code width} pixels, if there is one. */
  public static Optional<ImageShape> squareOf(int width) {
    int side = (int) Math.round(Math.sqrt(width));
    return side * side == width ? Optional.of(new ImageShape(side, side)) : Optional.empty();
  }

  /** Number of pixels. */
  public int pixels() {
    return Math.multiplyExact(rows, columns);
  }

  /** The largest square image that this one can be downsampled to. */
  public int largestSide() {
    return Math.min(rows, columns);
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
