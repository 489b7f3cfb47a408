package dev.geodesic.ml;

import dev.geodesic.newton.Rows;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A part of the training data: rows, or what is wrong with one. The fault is a value, because a
 * task that throws is tried four times and its message comes wrapped in a page.
 */
record Block(@Nullable Rows rows, @Nullable String fault) implements Serializable {
  static Block of(Rows rows) {
    return new Block(rows, null);
  }

  static Block fault(String fault) {
    return new Block(null, fault);
  }
}
