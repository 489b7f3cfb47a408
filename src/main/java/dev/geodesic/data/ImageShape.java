package dev.geodesic.data;

import java.io.Serializable;
import java.util.Optional;

/** The shape of an image in pixels; both numbers are at least 1. */
public record ImageShape(int rows, int columns) implements Serializable {
  public ImageShape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "an image must have rows and columns, got: %d x %d".formatted(rows, columns));
    }
  }

  /** Returns the shape of a square image with {@code width} pixels in all, if there is one. */
  public static Optional<ImageShape> squareOf(int width) {
    int side = (int) Math.round(Math.sqrt(width));
    return side * side == width ? Optional.of(new ImageShape(side, side)) : Optional.empty();
  }

  /** Returns the number of pixels. */
  public int pixels() {
    return Math.multiplyExact(rows, columns);
  }

  /** Returns the side of the largest square image that this one can be downsampled to. */
  public int largestSide() {
    return Math.min(rows, columns);
  }

  @Override
  public String toString() {
    return rows + " x " + columns;
  }
}
