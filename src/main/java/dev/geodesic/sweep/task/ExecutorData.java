package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.device.Device;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.DeviceRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The data sets that this JVM has prepared: each once, shared by all packs that run here. */
final class ExecutorData {
  private static final Map<DataKey, ResidentData> RESIDENT = new ConcurrentHashMap<>();

  private ExecutorData() {}

  /** Prepares the data on first use; packs that need the same wait for it. */
  static ResidentData get(DataKey key, DataSet data, Device device) {
    return RESIDENT.computeIfAbsent(
        key, k -> ResidentData.upload(device, data.prepare(k.prepared()), k.bias()));
  }

  /** Forgets what lies on cards, one of which is lost: it is copied again to what replaces it. */
  static void forgetCards() {
    RESIDENT.keySet().removeIf(key -> key.device() != DeviceRequest.CPU);
  }
}
