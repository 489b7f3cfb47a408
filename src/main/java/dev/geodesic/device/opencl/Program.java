package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_BUILD_PROGRAM_FAILURE;
import static org.bytedeco.opencl.global.OpenCL.CL_PROGRAM_BUILD_LOG;
import static org.bytedeco.opencl.global.OpenCL.clBuildProgram;
import static org.bytedeco.opencl.global.OpenCL.clCreateKernel;
import static org.bytedeco.opencl.global.OpenCL.clCreateProgramWithSource;
import static org.bytedeco.opencl.global.OpenCL.clGetProgramBuildInfo;
import static org.bytedeco.opencl.global.OpenCL.clReleaseKernel;
import static org.bytedeco.opencl.global.OpenCL.clReleaseProgram;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl._cl_program;

/** The kernels, compiled for one device. */
final class Program implements Closer.Part {
  private final Queue queue;
  private final Limits limits;
  private final _cl_program program;
  private final Map<String, _cl_kernel> kernels = new HashMap<>();
  private final BytePointer argument = new BytePointer(Double.BYTES);
  private final PointerPointer<?> memory = new PointerPointer<>(1);

  /** Compiles the kernels. */
  Program(Queue queue, Limits limits) {
    this.queue = queue;
    this.limits = limits;
    int[] status = new int[1];
    byte[] source = Sources.of(limits).getBytes(StandardCharsets.UTF_8);
    try (BytePointer text = new BytePointer(source);
        PointerPointer<BytePointer> texts = new PointerPointer<BytePointer>(1).put(0, text);
        SizeTPointer length = new SizeTPointer(1).put(source.length)) {
      program = clCreateProgramWithSource(queue.context(), 1, texts, length, null);
    }
    status[0] = clBuildProgram(program, 0, (_cl_device_id) null, "-cl-std=CL1.2", null, null);
    if (status[0] == CL_BUILD_PROGRAM_FAILURE) {
      throw new IllegalStateException("OpenCL's compiler refuses the kernels: " + log());
    }
    Status.check(status[0], "clBuildProgram");
  }

  private String log() {
    try (SizeTPointer length = new SizeTPointer(1)) {
      clGetProgramBuildInfo(program, queue.device(), CL_PROGRAM_BUILD_LOG, 0, null, length);
      byte[] bytes = new byte[Math.toIntExact(length.get())];
      try (BytePointer text = new BytePointer(bytes.length)) {
        clGetProgramBuildInfo(
            program, queue.device(), CL_PROGRAM_BUILD_LOG, bytes.length, text, null);
        text.get(bytes);
      }
      return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }

  Limits limits() {
    return limits;
  }

  /** Begins a launch of a kernel, whose arguments follow in order. */
  Launch launch(String name) {
    return new Launch(queue, limits, name, kernel(name), argument, memory);
  }

  private _cl_kernel kernel(String name) {
    return kernels.computeIfAbsent(
        name,
        absent -> {
          int[] status = new int[1];
          _cl_kernel kernel = clCreateKernel(program, new BytePointer(absent), status);
          Status.check(status[0], "clCreateKernel of " + absent);
          return kernel;
        });
  }

  @Override
  public void close() {
    kernels.values().forEach(kernel -> clReleaseKernel(kernel));
    clReleaseProgram(program);
    argument.close();
    memory.close();
  }
}
