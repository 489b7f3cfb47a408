package dev.geodesic.train;

import dev.geodesic.trial.Trial;
import java.util.List;
import java.util.Optional;

/** The weights with which the trials of a pack end, copied from the device when asked for. */
public interface EndWeights {
  /**
   * Returns the weights of a trial of the pack, each layer {@code [outputs, inputs]} row-major from
   * the samples up; the bias is the last input. Empty if the trial has diverged.
   */
  Optional<List<float[]>> of(Trial trial);
}
