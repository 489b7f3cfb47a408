package dev.geodesic.device.opencl;

import dev.geodesic.device.Indices;

/**
 * Integers in the device's memory.
 *
 * @param first the place of the first
 */
record OpenClIndices(Queue queue, Buffer buffer, int first, int count) implements Indices {
  @Override
  public Indices slice(int from, int number) {
    return new OpenClIndices(queue, buffer, first + from, number);
  }

  @Override
  public void close() {
    queue.free(buffer);
  }
}
