package dev.geodesic.device.opencl;

import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import java.util.Optional;

/**
 * Samples held as codes of one or two bytes, to be read only; see {@link SampleCodes}.
 *
 * @param first index of the first element in the memory
 */
record CodedSamples(Memory memory, long first, int rows, int columns) implements ResidentSamples {

  /**
   * The codes of a matrix and its slices.
   *
   * @param kernels the ending of the names of the kernels that read codes of this size
   */
  record Memory(Gear gear, Buffer table, Buffer codes, String kernels) {
    static Memory of(Gear gear, SampleCodes samples) {
      return new Memory(
          gear,
          gear.copyOf(samples.table()),
          gear.copyOf(samples.codes()),
          samples.bytesOfCode() == 1 ? "bytes" : "shorts");
    }
  }

  /** Copies samples to the device if they have few enough different values. */
  static Optional<CodedSamples> copyOf(Gear gear, float[] values, int rows, int columns) {
    return SampleCodes.of(values)
        .map(codes -> new CodedSamples(Memory.of(gear, codes), 0, rows, columns));
  }

  @Override
  public void gather(Gear gear, Indices chosen, OpenClMatrix target) {
    gear.launch("gather_" + memory.kernels())
        .with(memory.codes())
        .with(first)
        .with(memory.table())
        .with(chosen)
        .with(chosen.count())
        .with(columns)
        .with(target.whole())
        .items(target.length());
  }

  @Override
  public OpenClMatrix dense(Gear gear) {
    OpenClMatrix copy = gear.matrix(rows, columns);
    gear.launch("decode_" + memory.kernels())
        .with(memory.codes())
        .with(first)
        .with(memory.table())
        .with(copy.length())
        .with(copy.buffer())
        .items(copy.length());
    return copy;
  }

  @Override
  public Matrix slice(int fromRow, int count) {
    return new CodedSamples(memory, first + (long) fromRow * columns, count, columns);
  }

  @Override
  public void close() {
    memory.gear().queue().free(memory.table());
    memory.gear().queue().free(memory.codes());
  }
}
