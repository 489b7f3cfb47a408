package dev.geodesic.export;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.ImageShape;
import dev.geodesic.trial.DataSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What turns the features of a sample into what the first layer was trained on: {@code (x − offset)
 * · factor}, in float64.
 *
 * @param offset of each feature
 * @param factor of each feature
 * @param names of the features; empty where they have none
 * @param downsample side in pixels of the images that the model takes; {@link DataSpec#AS_IT_IS}
 *     where it takes samples as they are in the data set
 */
public record InputMap(double[] offset, double[] factor, List<String> names, int downsample) {
  public InputMap {
    names = List.copyOf(names);
  }

  /** Returns the map for the samples of a data set. */
  public static InputMap of(DataSet data, DataSpec.Prepared spec) {
    int side = spec.downsample();
    boolean isMadeSmaller =
        side != DataSpec.AS_IT_IS && !data.shape().equals(Optional.of(new ImageShape(side, side)));
    return isMadeSmaller
        ? uniform(side * side, 1, side)
        : uniform(data.width(), 1 / data.train().fullScale(), DataSpec.AS_IT_IS);
  }

  private static InputMap uniform(int width, double factor, int downsample) {
    double[] factors = new double[width];
    Arrays.fill(factors, factor);
    return new InputMap(new double[width], factors, List.of(), downsample);
  }

  int width() {
    return offset.length;
  }

  /** Describes the samples that the model takes. */
  String describe() {
    return downsample == DataSpec.AS_IT_IS
        ? "the %,d features of a sample as they are in the data set".formatted(width())
        : "%1$d x %1$d pixels from 0 to 1, row by row, each the mean of the part of the image that it covers"
            .formatted(downsample);
  }
}
