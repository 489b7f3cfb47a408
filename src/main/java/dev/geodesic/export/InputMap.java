package dev.geodesic.export;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Scaling;
import dev.geodesic.trial.DataSpec;
import java.util.Arrays;
import java.util.List;

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
    Scaling scaling = data.scaling(spec);
    if (data.isMadeSmaller(spec.downsample())) {
      return new InputMap(scaling.offset(), scaling.factor(), List.of(), spec.downsample());
    }
    // The scaling was learned on features that had been divided by this.
    double full = data.train().fullScale();
    return new InputMap(
        Arrays.stream(scaling.offset()).map(offset -> offset * full).toArray(),
        Arrays.stream(scaling.factor()).map(factor -> factor / full).toArray(),
        data.featureNames(),
        DataSpec.AS_IT_IS);
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
