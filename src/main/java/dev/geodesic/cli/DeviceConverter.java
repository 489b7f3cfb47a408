package dev.geodesic.cli;

import dev.geodesic.trial.DeviceRequest;

/** Takes a device by its name. */
final class DeviceConverter extends ConfNameConverter<DeviceRequest> {
  DeviceConverter() {
    super(DeviceRequest.class);
  }
}
