package dev.geodesic.trial;

/** Why a trial that was asked for has no result. The names are those of the results. */
public enum Trouble {
  /** It cannot be computed as asked, here or elsewhere. */
  FAILED_CONFIG,

  /** It asks for more memory than the device has, also alone. */
  OUT_OF_MEMORY,

  /** The device failed under it. */
  DEVICE_LOST,

  /** The process that trained it is gone. */
  EXECUTOR_LOST,

  /** Its results could not be written. */
  STORAGE,

  /** Something else that is not its own: native code that cannot be loaded, rights, a fault. */
  MACHINE,

  /** It was training when the time budget ended. */
  TIMEOUT,

  /** It was never begun. */
  NOT_RUN;

  /** Whether it was tried, as often as it may be. */
  public boolean isFailure() {
    return this != TIMEOUT && this != NOT_RUN;
  }

  /** Whether trying again, elsewhere or later in the same run, may help. */
  public boolean isOfTheMachine() {
    return this == DEVICE_LOST || this == EXECUTOR_LOST || this == STORAGE || this == MACHINE;
  }
}
