package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_BUILD_PROGRAM_FAILURE;
import static org.bytedeco.opencl.global.OpenCL.CL_INVALID_BUFFER_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_INVALID_COMMAND_QUEUE;
import static org.bytedeco.opencl.global.OpenCL.CL_INVALID_CONTEXT;
import static org.bytedeco.opencl.global.OpenCL.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.bytedeco.opencl.global.OpenCL.CL_OUT_OF_HOST_MEMORY;
import static org.bytedeco.opencl.global.OpenCL.CL_OUT_OF_RESOURCES;
import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;

import dev.geodesic.device.DeviceLostException;

/** Turns what OpenCL's functions return into exceptions. */
final class Status {
  /** The errors of a call that is wrong in itself, whatever the device: from here down. */
  private static final int FIRST_OF_CALLS = -30;

  private static final int LAST_OF_CALLS = -72;

  /** NVIDIA's: a kernel has accessed memory that is not its own. */
  private static final int ILLEGAL_ACCESS_NV = -9999;

  private Status() {}

  /** What a function does, on which depends what its errors can mean. */
  enum Call {
    /** Prepares a context, a queue, a program or a kernel. */
    SETUP,
    /** Creates a buffer. */
    ALLOCATION,
    /** Enqueues work; drivers may allocate memory only then. */
    ENQUEUE,
    /** Waits for all work that was enqueued before, and is told of its errors. */
    WAIT
  }

  /** What a status means. */
  enum Meaning {
    SUCCESS,
    /** Memory did not suffice, if the device still works. */
    MEMORY,
    /** Nothing on the queue is certain any more. */
    LOST,
    /** The program is wrong. */
    WRONG
  }

  /**
   * Returns what a status means. NVIDIA's driver answers {@code CL_OUT_OF_RESOURCES} both where
   * memory does not suffice for a launch and, to the next call that waits, where a kernel has
   * faulted or was stopped for taking too long.
   */
  static Meaning meaning(Call call, int status) {
    return switch (status) {
      case CL_SUCCESS -> Meaning.SUCCESS;
      case CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_HOST_MEMORY ->
          call == Call.SETUP ? Meaning.LOST : Meaning.MEMORY;
      case CL_OUT_OF_RESOURCES ->
          call == Call.ALLOCATION || call == Call.ENQUEUE ? Meaning.MEMORY : Meaning.LOST;
      case CL_INVALID_BUFFER_SIZE -> call == Call.ALLOCATION ? Meaning.MEMORY : Meaning.WRONG;
      case CL_INVALID_CONTEXT, CL_INVALID_COMMAND_QUEUE -> Meaning.LOST;
      case CL_BUILD_PROGRAM_FAILURE -> Meaning.WRONG;
      default -> status <= FIRST_OF_CALLS && status >= LAST_OF_CALLS ? Meaning.WRONG : Meaning.LOST;
    };
  }

  /**
   * Checks what a call returned that prepares something.
   *
   * @throws IllegalStateException if the call was wrong
   * @throws DeviceLostException for any other error
   */
  static void check(int status, String call) {
    switch (meaning(Call.SETUP, status)) {
      case SUCCESS -> {}
      case MEMORY, LOST -> throw lost(status, call);
      case WRONG -> throw wrong(status, call);
    }
  }

  static OutOfMemoryError memory(int status, String call) {
    return new OutOfMemoryError(message(status, call));
  }

  static DeviceLostException lost(int status, String call) {
    return new DeviceLostException(
        message(status, call), new IllegalStateException("status " + status));
  }

  static IllegalStateException wrong(int status, String call) {
    return new IllegalStateException(message(status, call));
  }

  private static String message(int status, String call) {
    return "OpenCL's %s failed with %s".formatted(call, name(status));
  }

  /** Names the errors that a right program can meet. */
  private static String name(int status) {
    return switch (status) {
      case -1 -> "CL_DEVICE_NOT_FOUND";
      case -2 -> "CL_DEVICE_NOT_AVAILABLE";
      case -3 -> "CL_COMPILER_NOT_AVAILABLE";
      case CL_MEM_OBJECT_ALLOCATION_FAILURE -> "CL_MEM_OBJECT_ALLOCATION_FAILURE";
      case CL_OUT_OF_RESOURCES -> "CL_OUT_OF_RESOURCES";
      case CL_OUT_OF_HOST_MEMORY -> "CL_OUT_OF_HOST_MEMORY";
      case CL_BUILD_PROGRAM_FAILURE -> "CL_BUILD_PROGRAM_FAILURE";
      case -14 -> "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST";
      case CL_INVALID_CONTEXT -> "CL_INVALID_CONTEXT";
      case CL_INVALID_COMMAND_QUEUE -> "CL_INVALID_COMMAND_QUEUE";
      case CL_INVALID_BUFFER_SIZE -> "CL_INVALID_BUFFER_SIZE";
      case ILLEGAL_ACCESS_NV -> "an illegal access to memory (-9999)";
      default -> "error " + status;
    };
  }
}
