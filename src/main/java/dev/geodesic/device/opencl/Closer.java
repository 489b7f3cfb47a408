package dev.geodesic.device.opencl;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Things that are closed together, the last one first: each once, whichever of them fails. */
final class Closer implements AutoCloseable {
  private final Deque<Part> open = new ArrayDeque<>();

  /** Something that is closed. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }

  <T extends Part> T add(T part) {
    open.push(part);
    return part;
  }

  /** Throws what the first part has thrown, once all are closed. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      first = closed(open.pop(), first);
    }
    if (first != null) {
      throw first;
    }
  }

  private static @Nullable RuntimeException closed(Part part, @Nullable RuntimeException first) {
    try {
      part.close();
      return first;
    } catch (RuntimeException e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
      return first;
    }
  }
}
