package dev.geodesic.device.opencl;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small arrays that kernels read, as the learning rate of each trial: most are the same step after
 * step, and are on the device already.
 */
final class Constants implements Closer.Part {
  /** Arrays that are kept; the one that has been unused for longest makes room. */
  private static final int MOST = 256;

  private final Queue queue;
  private final BufferPool pool;
  private final Map<Key, Buffer> held = new LinkedHashMap<>(MOST, 0.75f, true);

  /** The content of an array of {@code double} or {@code int}, whose class tells the two apart. */
  private record Key(Object array, int hash) {
    static Key of(double[] values) {
      return new Key(values, Arrays.hashCode(values));
    }

    static Key of(int[] values) {
      return new Key(values, 31 * Arrays.hashCode(values) + 1);
    }

    /** Returns the key with a copy that nobody changes. */
    Key copy() {
      return new Key(
          array instanceof double[] values ? values.clone() : ((int[]) array).clone(), hash);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && (array instanceof double[] mine
              ? key.array instanceof double[] theirs && Arrays.equals(mine, theirs)
              : key.array instanceof int[] others && Arrays.equals((int[]) array, others));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  Constants(Queue queue, BufferPool pool) {
    this.queue = queue;
    this.pool = pool;
  }

  Buffer of(double[] values) {
    Key key = Key.of(values);
    Buffer known = held.get(key);
    if (known != null) {
      return known;
    }
    Buffer buffer = pool.allocate((long) values.length * Double.BYTES);
    queue.write(values, buffer);
    return keep(key, buffer);
  }

  Buffer of(int[] values) {
    Key key = Key.of(values);
    Buffer known = held.get(key);
    if (known != null) {
      return known;
    }
    Buffer buffer = pool.allocate((long) values.length * Integer.BYTES);
    queue.write(values, buffer);
    return keep(key, buffer);
  }

  private Buffer keep(Key key, Buffer buffer) {
    held.put(key.copy(), buffer);
    if (held.size() > MOST) {
      Key oldest = held.keySet().iterator().next();
      // Work that was queued before still reads it: the driver frees it after that.
      queue.free(held.remove(oldest));
    }
    return buffer;
  }

  @Override
  public void close() {
    held.values().forEach(queue::free);
    held.clear();
  }
}
