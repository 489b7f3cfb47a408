package dev.geodesic.sweep.task;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.PreparedData;
import dev.geodesic.data.Samples;
import dev.geodesic.data.SparseRows;
import dev.geodesic.device.Device;
import dev.geodesic.train.ResidentData;
import dev.geodesic.trial.DeviceRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The data sets that this JVM has prepared: each once, shared by all packs that run here. */
final class ExecutorData {
  private static final Map<DataKey, Resident> RESIDENT = new ConcurrentHashMap<>();

  /**
   * Data on a device.
   *
   * @param bytes that they take, at most
   */
  private record Resident(ResidentData data, long bytes) {}

  private ExecutorData() {}

  /** Prepares the data on first use; packs that need the same wait for it. */
  static ResidentData get(DataKey key, DataSet data, Device device) {
    return RESIDENT.computeIfAbsent(key, k -> load(k, data, device)).data();
  }

  private static Resident load(DataKey key, DataSet data, Device device) {
    PreparedData prepared = data.prepare(key.prepared());
    return new Resident(ResidentData.upload(device, prepared, key.bias()), bytes(prepared));
  }

  /** Returns the memory that all data take on devices of a kind, at most. */
  static long bytes(DeviceRequest kind) {
    return RESIDENT.entrySet().stream()
        .filter(entry -> entry.getKey().device() == kind)
        .mapToLong(entry -> entry.getValue().bytes())
        .sum();
  }

  private static long bytes(PreparedData data) {
    return Stream.of(Optional.of(data.train()), Optional.ofNullable(data.validation()))
            .flatMap(Optional::stream)
            .mapToLong(ExecutorData::bytes)
            .sum()
        + bytes(data.holdout());
  }

  /** Returns the memory of samples as floats; a device may hold them as bytes. */
  private static long bytes(Samples samples) {
    return samples.rows() instanceof SparseRows sparse
        ? sparse.columns().length * (long) (Integer.BYTES + Float.BYTES)
        : (long) samples.rows().count() * samples.rows().width() * Float.BYTES;
  }

  /** Forgets what lies on cards, one of which is lost: it is copied again to what replaces it. */
  static void forgetCards() {
    RESIDENT.keySet().removeIf(key -> key.device() != DeviceRequest.CPU);
  }
}
