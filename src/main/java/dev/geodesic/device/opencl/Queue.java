package dev.geodesic.device.opencl;

import static org.bytedeco.opencl.global.OpenCL.CL_FALSE;
import static org.bytedeco.opencl.global.OpenCL.CL_MEM_READ_WRITE;
import static org.bytedeco.opencl.global.OpenCL.CL_SUCCESS;
import static org.bytedeco.opencl.global.OpenCL.CL_TRUE;
import static org.bytedeco.opencl.global.OpenCL.clCreateBuffer;
import static org.bytedeco.opencl.global.OpenCL.clCreateCommandQueue;
import static org.bytedeco.opencl.global.OpenCL.clEnqueueCopyBuffer;
import static org.bytedeco.opencl.global.OpenCL.clEnqueueNDRangeKernel;
import static org.bytedeco.opencl.global.OpenCL.clEnqueueReadBuffer;
import static org.bytedeco.opencl.global.OpenCL.clEnqueueWriteBuffer;
import static org.bytedeco.opencl.global.OpenCL.clFinish;
import static org.bytedeco.opencl.global.OpenCL.clReleaseCommandQueue;
import static org.bytedeco.opencl.global.OpenCL.clReleaseMemObject;

import dev.geodesic.device.opencl.Contexts.Context;
import dev.geodesic.device.opencl.Status.Call;
import dev.geodesic.device.opencl.Status.Meaning;
import java.lang.ref.Cleaner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.opencl._cl_command_queue;
import org.bytedeco.opencl._cl_device_id;
import org.bytedeco.opencl._cl_kernel;
import org.bytedeco.opencl._cl_mem;
import org.jspecify.annotations.Nullable;

/**
 * A queue of one device on which everything happens in order. Reads wait for it; small copies to
 * the device go through staging memory, and wait only where that is full.
 */
final class Queue implements Closer.Part {
  /** Bytes of the staging memory; larger copies than a quarter of it always wait. */
  private static final int STAGING = 1 << 20;

  private static final @Nullable PointerPointer<?> NO_EVENTS = null;
  private static final Cleaner CLEANER = Cleaner.create();

  /** The longest to wait until unreachable memory is free. */
  private static final int GARBAGE_SECONDS = 2;

  private final _cl_device_id device;
  private final Context context;
  private final _cl_command_queue queue;
  private final Guard guard = new Guard(this::works, this::abandon);

  /** A byte to try out the device with. */
  private final _cl_mem trial;

  private final SizeTPointer globalOffset = new SizeTPointer(3);
  private final SizeTPointer globalSize = new SizeTPointer(3);
  private final SizeTPointer localSize = new SizeTPointer(3);
  private final BytePointer staging = new BytePointer(STAGING);
  private BytePointer landing = new BytePointer(STAGING);

  /** Bytes of the staging memory that the device may still be reading. */
  private int staged;

  private Runnable relief = () -> {};
  private long launches;
  private long uploads;
  private long reads;

  /** Opens a queue by the function that OpenCL 1.2 has. */
  @SuppressWarnings("deprecation")
  Queue(CardSurvey card) {
    device = card.device();
    context = Contexts.of(device);
    int[] status = new int[1];
    queue = clCreateCommandQueue(context.handle(), device, 0, status);
    if (status[0] != CL_SUCCESS) {
      context.abandon();
      context.close();
      throw Status.lost(status[0], "clCreateCommandQueue");
    }
    trial = clCreateBuffer(context.handle(), CL_MEM_READ_WRITE, 1, null, status);
    if (status[0] != CL_SUCCESS) {
      clReleaseCommandQueue(queue);
      context.close();
      throw Status.lost(status[0], "clCreateBuffer of 1 byte");
    }
  }

  Context context() {
    return context;
  }

  _cl_device_id device() {
    return device;
  }

  Traffic traffic() {
    return new Traffic(launches, uploads, reads);
  }

  Buffer allocate(long bytes) {
    int[] status = new int[1];
    _cl_mem memory =
        clCreateBuffer(context.handle(), CL_MEM_READ_WRITE, Math.max(1, bytes), null, status);
    guard.check(Call.ALLOCATION, status[0], "clCreateBuffer of %,d bytes".formatted(bytes));
    _cl_mem alias = new _cl_mem(memory);
    return new Buffer(memory, bytes, CLEANER.register(memory, () -> clReleaseMemObject(alias)));
  }

  /**
   * Frees the memory that nothing refers to any more, as far as the virtual machine finds it now:
   * that of a pack that failed while it began waits for a collection of garbage, which the little
   * memory that it takes in the virtual machine does not cause.
   */
  static void freeUnreachable() {
    CountDownLatch collected = new CountDownLatch(1);
    CLEANER.register(new Object(), collected::countDown);
    System.gc();
    try {
      // What becomes unreachable at once is cleaned in no order: that of others may follow.
      if (collected.await(GARBAGE_SECONDS, TimeUnit.SECONDS)) {
        CountDownLatch next = new CountDownLatch(1);
        CLEANER.register(new Object(), next::countDown);
        System.gc();
        next.await(GARBAGE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frees memory, once all that was told before is done. */
  void free(Buffer buffer) {
    buffer.release().clean();
  }

  /**
   * Has a kernel run on work-groups of {@code local} in as many dimensions as the arrays have.
   *
   * @param offset the first work-item
   */
  void launch(_cl_kernel kernel, String name, long[] offset, long[] global, long[] local) {
    globalOffset.put(offset, 0, offset.length);
    globalSize.put(global, 0, global.length);
    localSize.put(local, 0, local.length);
    enqueue(
        "launch of " + name,
        () ->
            clEnqueueNDRangeKernel(
                queue,
                kernel,
                global.length,
                globalOffset,
                globalSize,
                localSize,
                0,
                NO_EVENTS,
                NO_EVENTS));
    launches++;
  }

  /** Has unused memory freed before a call that lacked memory is tried again. */
  void onShortage(Runnable relief) {
    this.relief = relief;
  }

  /** Makes a call, and where memory does not suffice once more after unused memory is free. */
  void enqueue(String name, IntSupplier call) {
    int status = call.getAsInt();
    if (Status.meaning(Call.ENQUEUE, status) == Meaning.MEMORY) {
      relief.run();
      finish();
      status = call.getAsInt();
    }
    guard.check(Call.ENQUEUE, status, name);
  }

  void copy(Buffer source, long from, Buffer target, long to, long bytes) {
    if (bytes > 0) {
      enqueue(
          "clEnqueueCopyBuffer",
          () ->
              clEnqueueCopyBuffer(
                  queue,
                  source.handle(),
                  target.handle(),
                  from,
                  to,
                  bytes,
                  0,
                  NO_EVENTS,
                  NO_EVENTS));
      launches++;
    }
  }

  void write(float[] values, Buffer target, long byteOffset) {
    write(
        (long) values.length * Float.BYTES,
        target,
        byteOffset,
        p -> new FloatPointer(p).put(values, 0, values.length));
  }

  void write(double[] values, Buffer target) {
    write(values, target, 0);
  }

  void write(double[] values, Buffer target, long byteOffset) {
    write(
        (long) values.length * Double.BYTES,
        target,
        byteOffset,
        p -> new DoublePointer(p).put(values, 0, values.length));
  }

  void write(int[] values, Buffer target) {
    write(
        (long) values.length * Integer.BYTES,
        target,
        0,
        p -> new IntPointer(p).put(values, 0, values.length));
  }

  void write(byte[] values, Buffer target) {
    write(values.length, target, 0, p -> new BytePointer(p).put(values, 0, values.length));
  }

  private interface Fill {
    void fill(Pointer memory);
  }

  private void write(long bytes, Buffer target, long byteOffset, Fill fill) {
    if (bytes == 0) {
      return;
    }
    uploads++;
    if (bytes > STAGING / 4) {
      try (BytePointer memory = new BytePointer(bytes)) {
        fill.fill(memory);
        enqueueWrite(target, byteOffset, bytes, memory, CL_TRUE);
      }
      return;
    }
    if (staged + bytes > STAGING) {
      finish();
    }
    BytePointer memory = staging.getPointer(staged);
    fill.fill(memory);
    enqueueWrite(target, byteOffset, bytes, memory, CL_FALSE);
    // Numbers of up to eight bytes begin at a multiple of eight.
    staged += Math.toIntExact((bytes + 7) / 8 * 8);
  }

  private void enqueueWrite(Buffer target, long to, long bytes, Pointer memory, int blocking) {
    guard.check(
        blocking == CL_TRUE ? Call.WAIT : Call.ENQUEUE,
        clEnqueueWriteBuffer(
            queue, target.handle(), blocking, to, bytes, memory, 0, NO_EVENTS, NO_EVENTS),
        "clEnqueueWriteBuffer");
  }

  double[] readDoubles(Buffer source, int count) {
    return readDoubles(source, 0, count);
  }

  double[] readDoubles(Buffer source, long byteOffset, int count) {
    double[] values = new double[count];
    new DoublePointer(read(source, byteOffset, (long) count * Double.BYTES)).get(values);
    return values;
  }

  int[] readInts(Buffer source, long byteOffset, int count) {
    int[] values = new int[count];
    new IntPointer(read(source, byteOffset, (long) count * Integer.BYTES)).get(values);
    return values;
  }

  float[] readFloats(Buffer source, long byteOffset, int count) {
    float[] values = new float[count];
    new FloatPointer(read(source, byteOffset, (long) count * Float.BYTES)).get(values);
    return values;
  }

  private Pointer read(Buffer source, long from, long bytes) {
    if (landing.capacity() < bytes) {
      // Before the smaller one is freed, as there may be no memory for it.
      BytePointer larger = new BytePointer(bytes);
      landing.close();
      landing = larger;
    }
    if (bytes > 0) {
      guard.check(
          Call.WAIT,
          clEnqueueReadBuffer(
              queue, source.handle(), CL_TRUE, from, bytes, landing, 0, NO_EVENTS, NO_EVENTS),
          "clEnqueueReadBuffer");
      staged = 0;
      reads++;
    }
    return landing;
  }

  /** Waits until all is done. */
  void finish() {
    guard.check(Call.WAIT, clFinish(queue), "clFinish");
    staged = 0;
  }

  /** Whether a write of one byte succeeds, and with it all that was enqueued before. */
  private boolean works() {
    return clEnqueueWriteBuffer(queue, trial, CL_TRUE, 0, 1, staging, 0, NO_EVENTS, NO_EVENTS)
            == CL_SUCCESS
        && clFinish(queue) == CL_SUCCESS;
  }

  /** Has later devices work in a new context. */
  void abandon() {
    context.abandon();
  }

  /** Waits until nothing runs any more, whether or not it succeeds: memory may be freed then. */
  void drain() {
    clFinish(queue);
  }

  @Override
  public void close() {
    clReleaseMemObject(trial);
    clReleaseCommandQueue(queue);
    context.close();
    globalOffset.close();
    globalSize.close();
    localSize.close();
    staging.close();
    landing.close();
  }
}
