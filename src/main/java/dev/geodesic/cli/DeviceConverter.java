package dev.geodesic.cli;

import dev.geodesic.parameter.ConfName;
import dev.geodesic.trial.DeviceRequest;
import java.util.Iterator;

/** Converts the name of a kind of device. */
final class DeviceConverter extends ConfNameConverter<DeviceRequest> {
  DeviceConverter() {
    super(DeviceRequest.class);
  }

  /** The names of all kinds, for the completion of shells. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ConfName.spellings(DeviceRequest.class).iterator();
    }
  }
}
