package dev.geodesic.device.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Allocates matrices that are freed at the end of the scope in which they were asked for. */
final class ScopedMatrices implements AutoCloseable {
  private final Deque<List<Nd4jMatrix>> scopes = new ArrayDeque<>();

  /** Opens the outermost scope, whose matrices live until {@link #close}. */
  ScopedMatrices() {
    scopes.push(new ArrayList<>());
  }

  Nd4jMatrix lend(int rows, int columns) {
    Nd4jMatrix matrix = Nd4jMatrix.allocate(rows, columns);
    scopes.element().add(matrix);
    return matrix;
  }

  <T extends @Nullable Object> T inScope(Supplier<T> work) {
    scopes.push(new ArrayList<>());
    try {
      return work.get();
    } finally {
      scopes.pop().forEach(Nd4jMatrix::close);
    }
  }

  @Override
  public void close() {
    scopes.element().forEach(Nd4jMatrix::close);
    scopes.element().clear();
  }
}
