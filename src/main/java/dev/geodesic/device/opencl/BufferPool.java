package dev.geodesic.device.opencl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is used again step after step, as the driver takes longer to allocate it than the
 * device for most kernels. What is lent in a scope is free again at the scope's end: work that was
 * queued before comes first.
 */
final class BufferPool implements Closer.Part {
  /** Scopes after which unused memory is freed, as when trials have left a pack. */
  private static final int PATIENCE = 256;

  /** Sizes are multiples of this many bytes. */
  private static final int GRAIN = 256;

  private final Queue queue;
  private final Map<Long, Deque<Free>> free = new HashMap<>();
  private final Deque<List<Buffer>> scopes = new ArrayDeque<>();
  private long ended;

  /**
   * A free buffer.
   *
   * @param since the number of scopes that had ended when it became free
   */
  private record Free(Buffer buffer, long since) {}

  /** Opens the outermost scope, whose memory is lent until {@link #close}. */
  BufferPool(Queue queue) {
    this.queue = queue;
    scopes.push(new ArrayList<>());
  }

  <T extends @Nullable Object> T inScope(Supplier<T> work) {
    scopes.push(new ArrayList<>());
    try {
      return work.get();
    } finally {
      scopes.pop().forEach(this::takeBack);
      if (++ended % PATIENCE == 0) {
        freeAllBefore(ended - PATIENCE);
      }
    }
  }

  /** Lends memory until the end of the innermost scope. It is undefined at first. */
  Buffer lend(long bytes) {
    Buffer buffer = take((Math.max(1, bytes) + GRAIN - 1) / GRAIN * GRAIN);
    scopes.element().add(buffer);
    return buffer;
  }

  Buffer lendDoubles(long count) {
    return lend(count * Double.BYTES);
  }

  Buffer lendFloats(long count) {
    return lend(count * Float.BYTES);
  }

  Buffer lendInts(long count) {
    return lend(count * Integer.BYTES);
  }

  /** Allocates memory that the caller frees. */
  Buffer allocate(long bytes) {
    try {
      return queue.allocate(bytes);
    } catch (OutOfMemoryError e) {
      freeAllBefore(Long.MAX_VALUE);
      return queue.allocate(bytes);
    }
  }

  private Buffer take(long bytes) {
    Deque<Free> ofSize = free.get(bytes);
    Free first = ofSize == null ? null : ofSize.poll();
    return first == null ? allocate(bytes) : first.buffer();
  }

  private void takeBack(Buffer buffer) {
    free.computeIfAbsent(buffer.bytes(), size -> new ArrayDeque<>()).push(new Free(buffer, ended));
  }

  private void freeAllBefore(long since) {
    for (Deque<Free> ofSize : free.values()) {
      for (Iterator<Free> all = ofSize.iterator(); all.hasNext(); ) {
        Free one = all.next();
        if (one.since() < since) {
          all.remove();
          queue.free(one.buffer());
        }
      }
    }
  }

  @Override
  public void close() {
    scopes.forEach(scope -> scope.forEach(queue::free));
    scopes.clear();
    freeAllBefore(Long.MAX_VALUE);
  }
}
