package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_INVALID_BUFFER_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.bytedeco.opencl.global.OpenCL.CL_OUT_OF_HOST_MEMORY;
import static org.bytedeco.opencl.global.OpenCL.CL_OUT_OF_RESOURCES;
import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;

import dev.geodesic.device.DeviceLostException;

/** Turns what OpenCL's functions return into exceptions. */
final class Status {
  private Status() {}

  /**
   * Checks the status that a call returned.
   *
   * @throws OutOfMemoryError if memory did not suffice
   * @throws DeviceLostException for any other error: after one on a queue nothing is certain
   */
  static void check(int status, String call) {
    if (status == CL_SUCCESS) {
      return;
    }
    String message = "OpenCL's %s failed with %s".formatted(call, name(status));
    if (isOfMemory(status)) {
      throw new OutOfMemoryError(message);
    }
    throw new DeviceLostException(message, new IllegalStateException("status " + status));
  }

  /** Whether an error may be gone with less memory in use. */
  static boolean isOfMemory(int status) {
    return status == CL_MEM_OBJECT_ALLOCATION_FAILURE
        || status == CL_OUT_OF_RESOURCES
        || status == CL_OUT_OF_HOST_MEMORY
        || status == CL_INVALID_BUFFER_SIZE;
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
      case -11 -> "CL_BUILD_PROGRAM_FAILURE";
      case -14 -> "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST";
      case -36 -> "CL_INVALID_COMMAND_QUEUE";
      case CL_INVALID_BUFFER_SIZE -> "CL_INVALID_BUFFER_SIZE";
      default -> "error " + status;
    };
  }
}
