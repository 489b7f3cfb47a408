package dev.geodesic.trial;

/** Why a trial has no result. The results spell the reasons by these names. */
public enum FailureKind {
  /** The trial cannot be computed as asked, on whatever machine. */
  FAILED_CONFIG,

  /** The trial needs more memory than the device has, even alone. */
  OUT_OF_MEMORY,

  /** The device failed while the trial trained. */
  DEVICE_LOST,

  /** The machine could not open its device, so that the trial was not begun there. */
  DEVICE_UNUSABLE,

  /** The process that trained the trial has died. */
  EXECUTOR_LOST,

  /** The results could not be written. */
  STORAGE,

  /** Another fault of the machine: native code that cannot be loaded, permissions, a bug. */
  MACHINE,

  /** The trial was training when the time budget ended. */
  TIMEOUT,

  /** The trial was never begun. */
  NOT_RUN;

  /** Whether the trial was tried as often as allowed, and failed. */
  public boolean isFailure() {
    return this != TIMEOUT && this != NOT_RUN;
  }

  /** Whether trying again, elsewhere or later in the same run, may help. */
  public boolean isOfTheMachine() {
    return switch (this) {
      case DEVICE_LOST, DEVICE_UNUSABLE, EXECUTOR_LOST, STORAGE, MACHINE -> true;
      case FAILED_CONFIG, OUT_OF_MEMORY, TIMEOUT, NOT_RUN -> false;
    };
  }
}
