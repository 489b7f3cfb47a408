package dev.geodesic.sweep;

import java.util.stream.IntStream;

/**
 * Packs that one task trains, one after the other, and commits together: neighbours in the plan.
 *
 * @param from place of the first pack in the plan, from 0
 * @param to place after that of the last pack
 */
record Chunk(int from, int to) {
  Chunk {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "a chunk must hold packs, got: %d to %d".formatted(from, to));
    }
  }

  /** Returns the chunk of a single pack. */
  static Chunk alone(int number) {
    return new Chunk(number, number + 1);
  }

  /** Reads the text of {@link #toString}. */
  static Chunk parse(String text) {
    String[] places = text.split("-", -1);
    return new Chunk(Integer.parseInt(places[0]), Integer.parseInt(places[1]));
  }

  int size() {
    return to - from;
  }

  /** The places of its packs in the plan. */
  IntStream numbers() {
    return IntStream.range(from, to);
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
