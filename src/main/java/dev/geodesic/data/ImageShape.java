package dev.geodesic.data;

import java.io.Serializable;
import java.util.Optional;

/** The shape of an image: its pixels, and the values of each, as of colours; all at least 1. */
public record ImageShape(int rows, int columns, int channels) implements Serializable {
  public ImageShape {
    if (rows < 1 || columns < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image must have rows, columns and channels, got: %d x %d x %d"
              .formatted(rows, columns, channels));
    }
  }

  /** The shape of a grey image. */
  public ImageShape(int rows, int columns) {
    this(rows, columns, 1);
  }

  /** Returns the shape of a square grey image with {@code width} pixels in all, if there is one. */
  public static Optional<ImageShape> squareOf(int width) {
    int side = (int) Math.round(Math.sqrt(width));
    return side * side == width ? Optional.of(new ImageShape(side, side)) : Optional.empty();
  }

  /** Returns the number of values. */
  public int values() {
    return Math.multiplyExact(Math.multiplyExact(rows, columns), channels);
  }

  /** Returns the side of the largest square image that this one can be downsampled to. */
  public int largestSide() {
    return Math.min(rows, columns);
  }

  /** Returns the shape with this side, in the same colours. */
  ImageShape downsampled(int side) {
    return new ImageShape(side, side, channels);
  }

  @Override
  public String toString() {
    return rows + " x " + columns + (channels == 1 ? "" : " x " + channels);
  }
}
