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
  /** Outermost scopes after which unused memory is freed, as when trials have left a pack. */
  private static final int PATIENCE = 256;

  /** Sizes are multiples of this many bytes. */
  private static final long GRAIN = 256;

  /** Sizes between two powers of two, so that those that vary a little share memory. */
  private static final int SIZES = 8;

  private final Queue queue;
  private final long largest;
  private final Map<Long, Deque<Free>> free = new HashMap<>();
  private final Deque<Scope> scopes = new ArrayDeque<>();
  private long ended;

  /**
   * A free buffer.
   *
   * @param since the number of outermost scopes that had ended when it became free
   */
  private record Free(Buffer buffer, long since) {}

  /** What was lent until some time. */
  static final class Scope {
    private final List<Buffer> lent = new ArrayList<>();
    private boolean isEnded;
  }

  /**
   * Opens the outermost scope, whose memory is lent until {@link #close}.
   *
   * @param largest the most bytes that a buffer can have
   */
  BufferPool(Queue queue, long largest) {
    this.queue = queue;
    this.largest = largest;
    scopes.push(new Scope());
    queue.onShortage(this::freeUnused);
  }

  <T extends @Nullable Object> T inScope(Supplier<T> work) {
    Scope scope = new Scope();
    scopes.push(scope);
    try {
      return work.get();
    } finally {
      scopes.pop();
      scope.isEnded = true;
      scope.lent.forEach(this::takeBack);
      if (scopes.size() == 1 && ++ended % PATIENCE == 0) {
        freeAllBefore(ended - PATIENCE);
      }
    }
  }

  /** Returns the innermost scope. */
  Scope scope() {
    return scopes.element();
  }

  /** Does work whose memory is lent until the end of an outer scope. */
  <T extends @Nullable Object> T within(Scope outer, Supplier<T> work) {
    if (outer.isEnded) {
      throw new IllegalStateException("scope must not have ended");
    }
    scopes.push(outer);
    try {
      return work.get();
    } finally {
      scopes.pop();
    }
  }

  /** Lends memory until the end of the innermost scope. It is undefined at first. */
  Buffer lend(long bytes) {
    Buffer buffer = take(size(bytes));
    scopes.element().lent.add(buffer);
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

  /** Returns the size of the buffer that is lent for so many bytes. */
  private long size(long bytes) {
    long step = Math.max(GRAIN, Long.highestOneBit(Math.max(1, bytes - 1)) / SIZES);
    long rounded = (Math.max(1, bytes) + step - 1) / step * step;
    return rounded <= largest ? rounded : bytes;
  }

  /** Allocates memory that the caller frees. */
  Buffer allocate(long bytes) {
    try {
      return queue.allocate(bytes);
    } catch (OutOfMemoryError e) {
      freeUnused();
    }
    queue.finish();
    try {
      return queue.allocate(bytes);
    } catch (OutOfMemoryError e) {
      Queue.freeUnreachable();
    }
    return queue.allocate(bytes);
  }

  private Buffer take(long bytes) {
    Deque<Free> ofSize = free.get(bytes);
    Free first = ofSize == null ? null : ofSize.poll();
    return first == null ? allocate(bytes) : first.buffer();
  }

  private void takeBack(Buffer buffer) {
    free.computeIfAbsent(buffer.bytes(), size -> new ArrayDeque<>()).push(new Free(buffer, ended));
  }

  private void freeUnused() {
    freeAllBefore(Long.MAX_VALUE);
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
    scopes.forEach(scope -> scope.lent.forEach(queue::free));
    scopes.clear();
    freeUnused();
  }
}
