package dev.geodesic.device.opencl;

import dev.geodesic.device.Flags;
import dev.geodesic.device.Matrix;
import dev.geodesic.device.Numbers;
import dev.geodesic.device.opencl.Contexts.Context;

/**
 * What kernels of every kind work with: the queue, the compiled program, memory, constants, and
 * numbers that the host may ask for.
 */
final class Gear implements AutoCloseable {
  private final OpenClCard card;
  private final int slots;
  private final Closer parts = new Closer();
  private final Queue queue;
  private final Program program;
  private final BufferPool pool;
  private final Constants constants;
  private final Arena arena;
  private final Host host;

  private Gear(CardSurvey survey, OpenClCard card, Limits limits, int slots) {
    this.card = card;
    this.slots = slots;
    try {
      queue = parts.add(new Queue(survey));
      Context context = queue.context();
      Compiler compiler = new Compiler(context.handle(), survey, card, Binaries.ofUser());
      program = parts.add(new Program(queue, context.program(limits, compiler)));
      pool = parts.add(new BufferPool(queue, card.largestBufferBytes()));
      constants = parts.add(new Constants(queue, pool));
      arena = parts.add(new Arena(queue, pool, constants));
      host = parts.add(new Host());
      parts.add(queue::drain);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /**
   * Prepares a device.
   *
   * @param slots tasks that share its memory
   */
  static Gear of(CardSurvey survey, OpenClCard card, Limits limits, int slots) {
    return new Gear(survey, card, limits, slots);
  }

  /**
   * Returns how many parts of some work to do at once, at least 1.
   *
   * @param bytes that one part takes, in all its buffers
   * @param largest bytes of its part in the largest of them
   */
  int partsAtOnce(double bytes, double largest) {
    return card.partsAtOnce(bytes, largest, slots);
  }

  Queue queue() {
    return queue;
  }

  Program program() {
    return program;
  }

  BufferPool pool() {
    return pool;
  }

  Host host() {
    return host;
  }

  /** Begins a launch of a kernel. */
  Launch launch(String kernel) {
    return program.launch(kernel);
  }

  /** Returns an array in the device's memory, to be read only. */
  Buffer constant(double[] values) {
    return constants.of(values);
  }

  /** Returns an array in the device's memory, to be read only. */
  Buffer constant(int[] values) {
    return constants.of(values);
  }

  /** Returns a place for numbers that a kernel writes and the host may ask for. */
  Arena.Place numbers(int count) {
    return arena.reserve(count);
  }

  /** Returns whether each of some integers of a kernel is 0, or which are not. */
  Flags flags(Buffer integers, int count, boolean whereZero) {
    Arena.Place numbers = numbers(count);
    launch("numbers_of_integers").with(integers).with(count).with(numbers).items(count);
    return Flags.where(numbers, number -> number == 0 == whereZero);
  }

  /** Returns numbers as a kernel reads them. */
  Arena.Operand operand(Numbers numbers) {
    return arena.operand(numbers);
  }

  /** Returns a copy in memory that the caller frees. */
  Buffer copyOf(int[] values) {
    Buffer copy = pool.allocate((long) values.length * Integer.BYTES);
    queue.write(values, copy);
    return copy;
  }

  /** Returns a copy in memory that the caller frees. */
  Buffer copyOf(float[] values) {
    Buffer copy = pool.allocate((long) values.length * Float.BYTES);
    queue.write(values, copy, 0);
    return copy;
  }

  /** Returns a copy in memory that the caller frees. */
  Buffer copyOf(byte[] values) {
    Buffer copy = pool.allocate(values.length);
    queue.write(values, copy);
    return copy;
  }

  /** Returns samples as a dense matrix, a copy in memory of the innermost scope if they are not. */
  OpenClMatrix dense(Matrix samples) {
    return samples instanceof ResidentSamples resident
        ? resident.dense(this)
        : OpenClMatrix.of(samples);
  }

  Limits limits() {
    return program.limits();
  }

  OpenClPanel panel(int batch, int trials, int width) {
    return new OpenClPanel(
        queue, pool.lendDoubles((long) batch * trials * width), batch, trials, width);
  }

  OpenClMatrix matrix(int rows, int columns) {
    return OpenClMatrix.of(queue, pool.lendFloats((long) rows * columns), rows, columns);
  }

  /** Does nothing if it is closed. */
  @Override
  public void close() {
    parts.close();
  }
}
