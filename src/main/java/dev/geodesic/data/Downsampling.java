package dev.geodesic.data;

import dev.geodesic.space.Axis;
import java.util.Arrays;

/**
 * Makes an image smaller by area: every new pixel is the mean of the part of the image that it
 * covers. Where {@code side} divides the image's sides, that is the mean of a whole block;
 * elsewhere a pixel on a border counts in proportion to its overlap. Rows and columns are summed
 * one after the other, each channel by itself.
 *
 * <p>Overlaps are kept as integers, in units of 1/side of a pixel, so that the sum over integer
 * pixels is exact and one division rounds.
 */
public final class Downsampling {
  private final int rows;
  private final int columns;
  private final int channels;
  private final int side;
  private final Axis vertical;
  private final Axis horizontal;

  private Downsampling(ImageShape from, int side) {
    this.rows = from.rows();
    this.columns = from.columns();
    this.channels = from.channels();
    this.side = side;
    this.vertical = Axis.of(rows, side);
    this.horizontal = Axis.of(columns, side);
  }

  /**
   * Returns the downsampling of images of shape {@code from} to {@code side} × {@code side}.
   *
   * @throws IllegalArgumentException if {@code side} is not in [1, the image's smaller side]
   */
  public static Downsampling of(ImageShape from, int side) {
    if (side < 1 || side > from.largestSide()) {
      throw new IllegalArgumentException(
          "side must be in [1, %d], got: %d".formatted(from.largestSide(), side));
    }
    return new Downsampling(from, side);
  }

  /**
   * Writes the smaller image, row-major, to {@code target} from index {@code start} on.
   *
   * @param image {@code [rows, columns, channels]}, row-major
   * @param fullScale the value of {@code image} that becomes 1
   */
  public void apply(double[] image, double fullScale, float[] target, int start) {
    double divisor = (double) rows * columns * fullScale;
    double[] band = new double[columns * channels];
    for (int row = 0; row < side; row++) {
      sumRows(image, row, band);
      for (int column = 0; column < side; column++) {
        for (int channel = 0; channel < channels; channel++) {
          int at = start + (row * side + column) * channels + channel;
          target[at] = (float) (sumColumns(band, column, channel) / divisor);
        }
      }
    }
  }

  private void sumRows(double[] image, int row, double[] band) {
    Arrays.fill(band, 0);
    int first = vertical.first[row];
    int[] overlaps = vertical.overlaps[row];
    for (int k = 0; k < overlaps.length; k++) {
      int offset = (first + k) * band.length;
      for (int i = 0; i < band.length; i++) {
        band[i] += overlaps[k] * image[offset + i];
      }
    }
  }

  private double sumColumns(double[] band, int column, int channel) {
    int first = horizontal.first[column];
    int[] overlaps = horizontal.overlaps[column];
    double sum = 0;
    for (int k = 0; k < overlaps.length; k++) {
      sum += overlaps[k] * band[(first + k) * channels + channel];
    }
    return sum;
  }

  /**
   * How {@code side} new pixels lie over {@code length} old ones along one axis. New pixel i begins
   * at old pixel {@code first[i]} and covers {@code overlaps[i][k] / side} of pixel {@code first[i]
   * + k}; the overlaps of each new pixel sum to {@code length}.
   */
  static final class Axis {
    final int[] first;
    final int[][] overlaps;

    private Axis(int[] first, int[][] overlaps) {
      this.first = first;
      this.overlaps = overlaps;
    }

    static Axis of(int length, int side) {
      int[] first = new int[side];
      int[][] overlaps = new int[side][];
      for (int i = 0; i < side; i++) {
        int from = i * length;
        int to = (i + 1) * length;
        first[i] = from / side;
        overlaps[i] = new int[(to + side - 1) / side - first[i]];
        for (int k = 0; k < overlaps[i].length; k++) {
          int pixel = (first[i] + k) * side;
          overlaps[i][k] = Math.min(pixel + side, to) - Math.max(pixel, from);
        }
      }
      return new Axis(first, overlaps);
    }
  }
}
