package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_BUILD_PROGRAM_FAILURE;
import static org.bytedeco.opencl.global.OpenCL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT;
import static org.bytedeco.opencl.global.OpenCL.CL_KERNEL_LOCAL_MEM_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_KERNEL_WORK_GROUP_SIZE;
import static org.bytedeco.opencl.global.OpenCL.CL_PROGRAM_BINARIES;
import static org.bytedeco.opencl.global.OpenCL.CL_PROGRAM_BINARY_SIZES;
import static org.bytedeco.opencl.global.OpenCL.CL_PROGRAM_BUILD_LOG;
import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;
import static org.bytedeco.opencl.global.OpenCL.clBuildProgram;
import static org.bytedeco.opencl.global.OpenCL.clCreateKernelsInProgram;
import static org.bytedeco.opencl.global.OpenCL.clCreateProgramWithBinary;
import static org.bytedeco.opencl.global.OpenCL.clCreateProgramWithSource;
import static org.bytedeco.opencl.global.OpenCL.clGetKernelWorkGroupInfo;
import static org.bytedeco.opencl.global.OpenCL.clGetProgramBuildInfo;
import static org.bytedeco.opencl.global.OpenCL.clGetProgramInfo;
import static org.bytedeco.opencl.global.OpenCL.clReleaseKernel;
import static org.bytedeco.opencl.global.OpenCL.clReleaseProgram;

import dev.geodesic.device.opencl.OpenClCard.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_context;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl._cl_program;
import org.jspecify.annotations.Nullable;

/** Compiles the kernels for a device, or takes what was compiled for it before. */
final class Compiler {
  private static final String STANDARD = "-cl-std=CL1.2";
  private static final String ROUNDED = " -cl-fp32-correctly-rounded-divide-sqrt";

  private final _cl_context context;
  private final CardSurvey survey;
  private final OpenClCard card;
  private final String options;
  private final Binaries binaries;

  Compiler(_cl_context context, CardSurvey survey, OpenClCard card, Binaries binaries) {
    this.context = context;
    this.survey = survey;
    this.card = card;
    this.binaries = binaries;
    boolean roundsRightly = (survey.singlePrecision() & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    this.options = roundsRightly ? STANDARD + ROUNDED : STANDARD;
  }

  /**
   * Compiled kernels.
   *
   * @param limits those wanted, or narrower ones if the device cannot run a kernel within them
   */
  record Compiled(_cl_program program, Limits limits) {}

  /** Compiles the kernels for the largest work-groups within limits that all of them can run in. */
  Compiled compile(Limits widest) {
    for (Limits limits = widest; ; limits = limits.half()) {
      _cl_program program = program(limits);
      if (areRunnable(program, limits)) {
        return new Compiled(program, limits);
      }
      clReleaseProgram(program);
    }
  }

  private _cl_program program(Limits limits) {
    String source = Sources.of(limits);
    if (card.kind() == Kind.PROCESSOR) {
      // PoCL keeps what it has compiled itself, and takes half a minute to write a whole binary.
      return ofSource(source);
    }
    Binaries.Key key = Binaries.Key.of(card, options, source);
    Optional<_cl_program> known = binaries.read(key).map(this::ofBinary);
    if (known.isPresent()) {
      return known.get();
    }
    _cl_program program = ofSource(source);
    byte[] binary = binary(program);
    if (binary.length > 0) {
      binaries.write(key, binary);
    }
    return program;
  }

  _cl_program ofSource(String source) {
    int[] status = new int[1];
    byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
    _cl_program program;
    try (BytePointer text = new BytePointer(bytes);
        PointerPointer<BytePointer> texts = new PointerPointer<BytePointer>(1).put(0, text);
        SizeTPointer length = new SizeTPointer(1).put(bytes.length);
        IntPointer answer = new IntPointer(1)) {
      program = clCreateProgramWithSource(context, 1, texts, length, answer);
      status[0] = answer.get();
    }
    Status.check(status[0], "clCreateProgramWithSource");
    status[0] = build(program);
    if (status[0] == CL_BUILD_PROGRAM_FAILURE) {
      String log = log(program);
      clReleaseProgram(program);
      throw new IllegalStateException("OpenCL's compiler refuses the kernels: " + log);
    }
    if (status[0] != CL_SUCCESS) {
      clReleaseProgram(program);
    }
    Status.check(status[0], "clBuildProgram");
    return program;
  }

  /** Returns the program of a binary; null where the driver refuses it. */
  @Nullable _cl_program ofBinary(byte[] binary) {
    int[] ofBinary = new int[1];
    int[] status = new int[1];
    _cl_program program;
    try (SizeTPointer length = new SizeTPointer(1).put(binary.length);
        BytePointer bytes = new BytePointer(binary);
        PointerPointer<BytePointer> all = new PointerPointer<BytePointer>(1).put(0, bytes);
        PointerPointer<_cl_device_id> devices =
            new PointerPointer<_cl_device_id>(1).put(0, survey.device());
        IntPointer first = new IntPointer(1);
        IntPointer second = new IntPointer(1)) {
      program = clCreateProgramWithBinary(context, 1, devices, length, all, first, second);
      ofBinary[0] = first.get();
      status[0] = second.get();
    }
    if (status[0] != CL_SUCCESS) {
      return null;
    }
    if (ofBinary[0] != CL_SUCCESS || build(program) != CL_SUCCESS) {
      clReleaseProgram(program);
      return null;
    }
    return program;
  }

  private int build(_cl_program program) {
    return clBuildProgram(program, 0, (_cl_device_id) null, options, null, null);
  }

  private String log(_cl_program program) {
    try (SizeTPointer length = new SizeTPointer(1)) {
      clGetProgramBuildInfo(program, survey.device(), CL_PROGRAM_BUILD_LOG, 0, null, length);
      byte[] bytes = new byte[Math.toIntExact(length.get())];
      try (BytePointer text = new BytePointer(bytes.length)) {
        clGetProgramBuildInfo(
            program, survey.device(), CL_PROGRAM_BUILD_LOG, bytes.length, text, null);
        text.get(bytes);
      }
      return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }

  /** Returns what the driver has compiled; empty if it does not tell. */
  static byte[] binary(_cl_program program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      if (clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, Long.BYTES, size, null) != CL_SUCCESS
          || size.get() <= 0) {
        return new byte[0];
      }
      byte[] binary = new byte[Math.toIntExact(size.get())];
      try (BytePointer bytes = new BytePointer(binary.length);
          PointerPointer<BytePointer> all = new PointerPointer<BytePointer>(1).put(0, bytes)) {
        if (clGetProgramInfo(program, CL_PROGRAM_BINARIES, Long.BYTES, all, null) != CL_SUCCESS) {
          return new byte[0];
        }
        bytes.get(binary);
      }
      return binary;
    }
  }

  /** Whether the device has the registers and the local memory that each kernel takes. */
  private boolean areRunnable(_cl_program program, Limits limits) {
    int[] count = new int[1];
    Status.check(
        clCreateKernelsInProgram(program, 0, (PointerPointer<?>) null, count),
        "clCreateKernelsInProgram");
    try (PointerPointer<_cl_kernel> kernels = new PointerPointer<>(count[0])) {
      Status.check(
          clCreateKernelsInProgram(program, count[0], kernels, (int[]) null),
          "clCreateKernelsInProgram");
      boolean areRunnable = true;
      for (int k = 0; k < count[0]; k++) {
        _cl_kernel kernel = kernels.get(_cl_kernel.class, k);
        areRunnable &=
            limits.hold(
                number(kernel, CL_KERNEL_WORK_GROUP_SIZE, limits.group()),
                number(kernel, CL_KERNEL_LOCAL_MEM_SIZE, 0));
        clReleaseKernel(kernel);
      }
      return areRunnable;
    }
  }

  private long number(_cl_kernel kernel, int fact, long unknown) {
    try (LongPointer value = new LongPointer(1)) {
      return clGetKernelWorkGroupInfo(kernel, survey.device(), fact, Long.BYTES, value, null)
              == CL_SUCCESS
          ? value.get()
          : unknown;
    }
  }
}
