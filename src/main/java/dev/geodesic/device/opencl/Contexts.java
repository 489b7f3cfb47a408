package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.clCreateContext;
import static org.bytedeco.opencl.global.OpenCL.clReleaseContext;
import static org.bytedeco.opencl.global.OpenCL.clReleaseProgram;
import static org.bytedeco.opencl.global.OpenCL.clRetainContext;
import static org.bytedeco.opencl.global.OpenCL.clRetainProgram;

import dev.geodesic.device.opencl.Compiler.Compiled;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencl._cl_context;
import org.bytedeco.opencl._cl_device_id;

/**
 * The context of each device, made once in a process and kept: the data that one queue has copied
 * to the device are there for the queues of all packs, now and later. Only one that is lost is
 * replaced.
 */
final class Contexts {
  /** By the driver's handle of the device, which stays the same while the process runs. */
  private static final Map<Long, Context> ALL = new HashMap<>();

  private Contexts() {}

  /** A context, which its last user frees once it is abandoned. */
  static final class Context implements AutoCloseable {
    private final long device;
    private final _cl_context handle;

    /** By the limits that they were wanted for. */
    private final Map<Limits, Compiled> programs = new HashMap<>();

    private Context(long device, _cl_context handle) {
      this.device = device;
      this.handle = handle;
    }

    _cl_context handle() {
      return handle;
    }

    /** Returns the kernels, which are compiled once; the caller releases the program. */
    Compiled program(Limits limits, Compiler compiler) {
      synchronized (programs) {
        Compiled compiled = programs.computeIfAbsent(limits, compiler::compile);
        Status.check(clRetainProgram(compiled.program()), "clRetainProgram");
        return compiled;
      }
    }

    /** Has later queues work in a new context, as kernels have failed in this one. */
    void abandon() {
      synchronized (ALL) {
        if (ALL.remove(device, this)) {
          clReleaseContext(handle);
          releasePrograms();
        }
      }
    }

    private void releasePrograms() {
      synchronized (programs) {
        programs.values().forEach(compiled -> clReleaseProgram(compiled.program()));
        programs.clear();
      }
    }

    /** Ends one use. */
    @Override
    public void close() {
      clReleaseContext(handle);
    }
  }

  /** Returns the context of a device for one use more, which the caller closes. */
  static Context of(_cl_device_id device) {
    synchronized (ALL) {
      Context context = ALL.computeIfAbsent(device.address(), absent -> create(device));
      Status.check(clRetainContext(context.handle), "clRetainContext");
      return context;
    }
  }

  private static Context create(_cl_device_id device) {
    int[] status = new int[1];
    try (PointerPointer<?> devices = new PointerPointer<>(1).put(0, device)) {
      _cl_context context = clCreateContext(null, 1, devices, null, null, status);
      Status.check(status[0], "clCreateContext");
      return new Context(device.address(), context);
    }
  }
}
