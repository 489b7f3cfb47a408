package dev.geodesic.device.opencl;

import dev.geodesic.device.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the numbers that the host may ask for, one behind the other, so that one read brings
 * all of them.
 */
final class Arena implements Closer.Part {
  /** Numbers at first: those of many steps of a common pack. */
  private static final int ROOM = 1 << 16;

  private final Queue queue;
  private final BufferPool pool;
  private final Constants constants;
  private final List<Place> pending = new ArrayList<>();
  private Buffer memory;
  private int room = ROOM;

  /** The numbers before this place are the host's already. */
  private int read;

  private int used;

  /** Counts how often the memory was used from its beginning on. */
  private int round;

  Arena(Queue queue, BufferPool pool, Constants constants) {
    this.queue = queue;
    this.pool = pool;
    this.constants = constants;
    this.memory = pool.allocate((long) room * Double.BYTES);
  }

  /** Numbers in the arena. */
  final class Place implements Numbers {
    private final int first;
    private final int count;
    private final int ofRound;
    private double @Nullable [] values;

    private Place(int first, int count) {
      this.first = first;
      this.count = count;
      this.ofRound = round;
    }

    int first() {
      return first;
    }

    Buffer buffer() {
      return memory;
    }

    @Override
    public double[] get() {
      if (values == null) {
        readAll();
      }
      return Objects.requireNonNull(values, "read with all others");
    }
  }

  /** Numbers that a kernel reads. */
  record Operand(Buffer buffer, int first) {}

  /** Returns a place for numbers that a kernel writes. */
  Place reserve(int count) {
    if (used + count > room) {
      readAll();
      startAgain(count);
    }
    Place place = new Place(used, count);
    used += count;
    pending.add(place);
    return place;
  }

  private void startAgain(int least) {
    if (least > room) {
      queue.free(memory);
      room = Math.max(Math.multiplyExact(2, least), room);
      memory = pool.allocate((long) room * Double.BYTES);
    }
    read = 0;
    used = 0;
    round++;
  }

  /** Returns where a kernel finds numbers, which are copied to the device only if they are not. */
  Operand operand(Numbers numbers) {
    return numbers instanceof Place place && place.ofRound == round
        ? new Operand(memory, place.first)
        : new Operand(constants.of(numbers.get()), 0);
  }

  private void readAll() {
    double[] all = queue.readDoubles(memory, (long) read * Double.BYTES, used - read);
    for (Place place : pending) {
      place.values = Arrays.copyOfRange(all, place.first - read, place.first - read + place.count);
    }
    pending.clear();
    read = used;
    if (used > room / 2) {
      startAgain(0);
    }
  }

  @Override
  public void close() {
    queue.free(memory);
  }
}
