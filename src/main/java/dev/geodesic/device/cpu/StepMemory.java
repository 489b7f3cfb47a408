package dev.geodesic.device.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and matrices that are used again step after step, as allocating one takes longer than most
 * kernels. What is lent in a scope is free again at the scope's end.
 */
final class StepMemory implements AutoCloseable {
  /** Outermost scopes after which an unused block is freed, as when trials have left a pack. */
  private static final int PATIENCE = 256;

  /** The depth of blocks lent outside of all scopes, which are never taken back. */
  private static final int FOREVER = Integer.MAX_VALUE;

  private final List<Block<double[]>> arrays = new ArrayList<>();
  private final List<Block<CpuMatrix>> matrices = new ArrayList<>();
  private int depth;
  private long scopes;

  /** An array or matrix, and the depth of the scope that it is lent to; 0 while it is free. */
  private static final class Block<T> {
    private final T content;
    private int depth;
    private long lastUsed;

    Block(T content) {
      this.content = content;
    }
  }

  <T extends @Nullable Object> T inScope(Supplier<T> work) {
    depth++;
    try {
      return work.get();
    } finally {
      endScope();
    }
  }

  private void endScope() {
    scopes += depth == 1 ? 1 : 0;
    for (int i = arrays.size() - 1; i >= 0; i--) {
      if (isGivenUp(arrays.get(i))) {
        arrays.remove(i);
      }
    }
    for (int i = matrices.size() - 1; i >= 0; i--) {
      if (isGivenUp(matrices.get(i))) {
        matrices.remove(i).content.close();
      }
    }
    depth--;
  }

  /** Takes a block back from the ending scope; true if it has been unused for long. */
  private boolean isGivenUp(Block<?> block) {
    if (block.depth == depth) {
      block.depth = 0;
      block.lastUsed = scopes;
    }
    return block.depth == 0 && scopes - block.lastUsed > PATIENCE;
  }

  double[] doubles(int length) {
    for (int i = 0; i < arrays.size(); i++) {
      Block<double[]> block = arrays.get(i);
      if (block.depth == 0 && block.content.length == length) {
        return lend(block);
      }
    }
    Block<double[]> block = new Block<>(new double[length]);
    arrays.add(block);
    return lend(block);
  }

  CpuMatrix matrix(int rows, int columns) {
    for (int i = 0; i < matrices.size(); i++) {
      Block<CpuMatrix> block = matrices.get(i);
      if (block.depth == 0 && block.content.rows() == rows && block.content.columns() == columns) {
        return lend(block);
      }
    }
    Block<CpuMatrix> block = new Block<>(CpuMatrix.allocate(rows, columns));
    matrices.add(block);
    return lend(block);
  }

  private <T> T lend(Block<T> block) {
    block.depth = depth == 0 ? FOREVER : depth;
    block.lastUsed = scopes;
    return block.content;
  }

  @Override
  public void close() {
    matrices.forEach(block -> block.content.close());
    matrices.clear();
    arrays.clear();
  }
}
