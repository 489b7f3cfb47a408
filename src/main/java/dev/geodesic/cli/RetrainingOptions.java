package dev.geodesic.cli;

import dev.geodesic.store.StoredTrial;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import dev.geodesic.trial.TrialResult.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that train a stored trial again. */
final class RetrainingOptions {
  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description = "Where its data lie now (default: where they lay).")
  private @Nullable String dataset;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      converter = DeviceConverter.class,
      completionCandidates = DeviceConverter.Names.class,
      description =
          "What trains it: auto, cpu, opencl or nd4j-cuda (default: the kind that trained it).")
  private @Nullable DeviceRequest device;

  /** Returns the data of a trial at the place where they lie now. */
  DataSpec placed(DataSpec then) {
    return dataset == null ? then : then.with(DataSpec.DATASET, dataset);
  }

  /** Returns the kind of device that trains it again. */
  DeviceRequest device(StoredTrial trial) {
    if (device != null) {
      return device;
    }
    Place place = trial.provenance().place();
    return DeviceRequest.ofDescription(place == null ? null : place.device());
  }
}
