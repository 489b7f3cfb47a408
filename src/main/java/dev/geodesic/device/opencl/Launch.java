package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;
import static org.bytedeco.opencl.global.OpenCL.clSetKernelArg;

import dev.geodesic.device.Indices;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl._cl_kernel;

/** One launch of a kernel: its arguments in order, then the work-items that it runs on. */
final class Launch {
  private final Queue queue;
  private final Limits limits;
  private final int mostGroups;
  private final String name;
  private final _cl_kernel kernel;
  private final BytePointer argument;
  private final PointerPointer<?> memory;
  private int next;

  /**
   * Begins a launch.
   *
   * @param mostGroups the most work-groups of a launch along any dimension but the first
   */
  Launch(
      Queue queue,
      Limits limits,
      int mostGroups,
      String name,
      _cl_kernel kernel,
      BytePointer argument,
      PointerPointer<?> memory) {
    this.queue = queue;
    this.limits = limits;
    this.mostGroups = mostGroups;
    this.name = name;
    this.kernel = kernel;
    this.argument = argument;
    this.memory = memory;
  }

  Launch with(Buffer buffer) {
    memory.put(0, buffer.handle());
    return set(Long.BYTES, memory);
  }

  /** Gives the memory of integers, and where they begin in it. */
  Launch with(Indices indices) {
    OpenClIndices all = (OpenClIndices) indices;
    return with(all.buffer()).with(all.first());
  }

  /** Gives memory for numbers that the kernel writes, and where they begin in it. */
  Launch with(Arena.Place numbers) {
    return with(numbers.buffer()).with(numbers.first());
  }

  /** Gives the memory of numbers that the kernel reads, and where they begin in it. */
  Launch with(Arena.Operand numbers) {
    return with(numbers.buffer()).with(numbers.first());
  }

  /** Gives no memory for an argument that the kernel does not read. */
  Launch withNothing() {
    memory.put(0, (Pointer) null);
    return set(Long.BYTES, memory);
  }

  Launch with(int value) {
    argument.putInt(value);
    return set(Integer.BYTES, argument);
  }

  Launch with(long value) {
    argument.putLong(value);
    return set(Long.BYTES, argument);
  }

  Launch with(double value) {
    argument.putDouble(value);
    return set(Double.BYTES, argument);
  }

  private Launch set(int bytes, Pointer value) {
    int status = clSetKernelArg(kernel, next, bytes, value);
    if (status != CL_SUCCESS) {
      // A kernel and its launches do not fit together.
      throw new IllegalStateException(
          "argument %d of %s must fit, got: status %d".formatted(next, name, status));
    }
    next++;
    return this;
  }

  /** Launches at least this many work-items; those beyond have nothing to do. */
  void items(long count) {
    items(count, 1);
  }

  /** Launches at least {@code count} work-items for each of several things. */
  void items(long count, long things) {
    groups((count + limits.group() - 1) / limits.group(), things);
  }

  /** Launches work-groups in one dimension. */
  void groups(long count) {
    groups(count, 1);
  }

  /** Launches work-groups in two dimensions, whose work-items lie along the first. */
  void groups(long across, long down) {
    groups(across, down, 1, limits.group(), 1);
  }

  /** Launches square work-groups in layers. */
  void tiles(long across, long down, long layers) {
    groups(across, down, layers, limits.side(), limits.side());
  }

  /** Launches as often as there are too many work-groups for a launch, each with an offset. */
  private void groups(long across, long down, long layers, int width, int height) {
    for (long z = 0; z < layers && across > 0; z += mostGroups) {
      for (long y = 0; y < down; y += mostGroups) {
        queue.launch(
            kernel,
            name,
            new long[] {0, y * height, z},
            new long[] {
              across * width,
              Math.min(mostGroups, down - y) * height,
              Math.min(mostGroups, layers - z)
            },
            new long[] {width, height, 1});
      }
    }
  }
}
