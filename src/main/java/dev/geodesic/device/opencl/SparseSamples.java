package dev.geodesic.device.opencl;

import dev.geodesic.device.Indices;
import dev.geodesic.device.Matrix;
import java.util.Arrays;

/**
 * Samples of which only the elements that are not 0 are held. A batch of them is dense: it is
 * small, and a card multiplies it faster than it looks elements up.
 *
 * @param queue of the device that made them
 * @param memory the elements
 * @param first the first row
 */
record SparseSamples(Queue queue, Memory memory, int first, int rows, int columns)
    implements ResidentSamples {

  /** The elements of a matrix and its slices, which a write replaces. */
  static final class Memory {
    private Buffer starts;
    private Buffer columns;
    private Buffer values;

    Memory(Gear gear, int[] starts, int[] columns, float[] values) {
      this.starts = gear.copyOf(starts);
      this.columns = gear.copyOf(columns);
      this.values = gear.copyOf(values);
    }

    private void replaceBy(Gear gear, Memory other) {
      free(gear.queue());
      starts = other.starts;
      columns = other.columns;
      values = other.values;
    }

    private void free(Queue queue) {
      queue.free(starts);
      queue.free(columns);
      queue.free(values);
    }
  }

  static SparseSamples copyOf(Gear gear, int[] starts, int[] columns, float[] values, int width) {
    Memory memory = new Memory(gear, starts, columns, values);
    return new SparseSamples(gear.queue(), memory, 0, starts.length - 1, width);
  }

  @Override
  public void gather(Gear gear, Indices chosen, OpenClMatrix target) {
    gear.launch("gather_sparse")
        .with(memory.starts)
        .with(memory.columns)
        .with(memory.values)
        .with(first)
        .with(chosen)
        .with(columns)
        .with(target.whole())
        .groups(chosen.count());
  }

  @Override
  public OpenClMatrix dense(Gear gear) {
    OpenClMatrix copy = gear.matrix(rows, columns);
    gear.launch("decode_sparse")
        .with(memory.starts)
        .with(memory.columns)
        .with(memory.values)
        .with(first)
        .with(columns)
        .with(copy.buffer())
        .groups(rows);
    return copy;
  }

  /**
   * Replaces all elements by those of a row-major array.
   *
   * @param gear of the calling thread
   */
  void write(Gear gear, float[] all) {
    int[] starts = new int[rows + 1];
    int[] places = new int[all.length];
    float[] elements = new float[all.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != 0) {
        places[count] = i % columns;
        elements[count++] = all[i];
      }
      starts[i / columns + 1] = count;
    }
    memory.replaceBy(
        gear,
        new Memory(gear, starts, Arrays.copyOf(places, count), Arrays.copyOf(elements, count)));
  }

  @Override
  public Matrix slice(int fromRow, int count) {
    return new SparseSamples(queue, memory, first + fromRow, count, columns);
  }

  @Override
  public void close() {
    memory.free(queue);
  }
}
