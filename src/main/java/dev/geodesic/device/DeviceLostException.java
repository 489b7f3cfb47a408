package dev.geodesic.device;

/** A device has failed for good: whatever this process asks of it fails from now on. */
public final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code message} is what the device's driver says. */
  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
