package dev.geodesic.device;

/** Reports that a device has failed for good: all its later uses in this process fail as well. */
public final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with the device driver's message. */
  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
