package dev.geodesic.device.cpu;

import dev.geodesic.device.Indices;
import java.util.Arrays;

/** Integers in an array; a slice is a copy, as it is short and only read. */
record CpuIndices(int[] values) implements Indices {
  static int[] of(Indices indices) {
    return ((CpuIndices) indices).values;
  }

  @Override
  public int count() {
    return values.length;
  }

  @Override
  public Indices slice(int from, int count) {
    return new CpuIndices(Arrays.copyOfRange(values, from, from + count));
  }

  @Override
  public void close() {}
}
