package dev.geodesic.ml;

import dev.geodesic.newton.Moments;
import dev.geodesic.newton.Rows;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What the first pass finds in the blocks: their moments, or the first fault. */
record Totals(@Nullable Moments moments, int blocks, @Nullable String fault)
    implements Serializable {
  static final Totals NONE = new Totals(null, 0, null);

  Totals add(Block block) {
    Rows rows = block.rows();
    return rows == null
        ? new Totals(moments, blocks, block.fault())
        : plus(new Totals(Moments.of(rows), 1, null));
  }

  Totals plus(Totals other) {
    String first = fault == null ? other.fault : fault;
    Moments one = moments;
    Moments two = other.moments;
    if (one == null || two == null) {
      return new Totals(one == null ? two : one, blocks + other.blocks, first);
    }
    if (first == null && one.mean().length != two.mean().length) {
      first = Blocks.differing(one.mean().length, two.mean().length);
    }
    return first == null
        ? new Totals(one.plus(two), blocks + other.blocks, null)
        : new Totals(one, blocks, first);
  }
}
