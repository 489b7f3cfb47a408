package dev.geodesic.device.opencl;

/**
 * What a device was told to do so far.
 *
 * @param launches of kernels, and copies inside of the device
 * @param uploads copies from the host
 * @param reads copies to the host, each of which waits for all work before it
 */
record Traffic(long launches, long uploads, long reads) {
  /** Returns what happened since {@code earlier}. */
  Traffic since(Traffic earlier) {
    return new Traffic(
        launches - earlier.launches, uploads - earlier.uploads, reads - earlier.reads);
  }
}
