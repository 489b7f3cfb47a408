package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.clCreateKernel;
import static org.bytedeco.opencl.global.OpenCL.clReleaseKernel;
import static org.bytedeco.opencl.global.OpenCL.clReleaseProgram;

import dev.geodesic.device.opencl.Compiler.Compiled;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl._cl_kernel;

/** The kernels of a device, whose arguments one thread sets. */
final class Program implements Closer.Part {
  /** What every card can launch along any dimension but the first. */
  private static final int MOST_GROUPS = (1 << 16) - 1;

  private final Queue queue;
  private final Compiled compiled;
  private final Map<String, _cl_kernel> kernels = new HashMap<>();
  private final BytePointer argument = new BytePointer(Double.BYTES);
  private final PointerPointer<?> memory = new PointerPointer<>(1);
  private int mostGroups = MOST_GROUPS;

  /**
   * Takes over a compiled program.
   *
   * @param compiled released when this is closed
   */
  Program(Queue queue, Compiled compiled) {
    this.queue = queue;
    this.compiled = compiled;
  }

  /** Returns the limits that the kernels are compiled for. */
  Limits limits() {
    return compiled.limits();
  }

  /** Has later launches take fewer work-groups along any dimension but the first. */
  void launchAtMost(int groups) {
    mostGroups = groups;
  }

  /** Begins a launch of a kernel, whose arguments follow in order. */
  Launch launch(String name) {
    return new Launch(queue, limits(), mostGroups, name, kernel(name), argument, memory);
  }

  private _cl_kernel kernel(String name) {
    return kernels.computeIfAbsent(
        name,
        absent -> {
          int[] status = new int[1];
          try (BytePointer text = new BytePointer(absent)) {
            _cl_kernel kernel = clCreateKernel(compiled.program(), text, status);
            Status.check(status[0], "clCreateKernel of " + absent);
            return kernel;
          }
        });
  }

  @Override
  public void close() {
    kernels.values().forEach(kernel -> clReleaseKernel(kernel));
    clReleaseProgram(compiled.program());
    argument.close();
    memory.close();
  }
}
