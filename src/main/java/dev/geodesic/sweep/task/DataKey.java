package dev.geodesic.sweep.task;

import dev.geodesic.device.Device;
import dev.geodesic.space.Pack;
import dev.geodesic.train.ResidentData.Bias;
import dev.geodesic.trial.DataSpec;
import dev.geodesic.trial.DeviceRequest;
import java.io.Serializable;

/**
 * What decides the contents of a data set in device memory.
 *
 * @param fingerprint of the data set
 * @param prepared its resolution and split
 * @param bias whether a feature of ones is appended
 * @param device its kind
 */
record DataKey(String fingerprint, DataSpec.Prepared prepared, Bias bias, DeviceRequest device)
    implements Serializable {
  /**
   * Returns the key of the data that a pack needs.
   *
   * @param fingerprint of its data set
   */
  static DataKey of(Pack pack, String fingerprint, Device device) {
    Pack.Structure structure = pack.structure();
    return new DataKey(
        fingerprint,
        structure.data().prepared(),
        structure.model().bias() ? Bias.APPENDED : Bias.NONE,
        device.kind());
  }
}
