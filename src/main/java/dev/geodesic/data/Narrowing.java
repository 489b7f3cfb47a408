package dev.geodesic.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rounds the values of a data set to float32, and counts values that lose information by that. */
final class Narrowing {
  /** The largest integer up to which float32 represents every integer. */
  private static final double LARGEST_WHOLE = 1 << 24;

  private long lost;
  private double firstLost;
  private long rounded;
  private double firstRounded;

  float narrow(double value) {
    float narrow = (float) value;
    if (narrow == 0 && value != 0 && lost++ == 0) {
      firstLost = value;
    }
    if (Math.abs(value) > LARGEST_WHOLE
        && narrow != value
        && value == Math.rint(value)
        && rounded++ == 0) {
      firstRounded = value;
    }
    return narrow;
  }

  /** Returns a note on lost information, if there is any. */
  Optional<String> note() {
    List<String> notes = new ArrayList<>();
    if (lost > 0) {
      notes.add(
          "%,d values are too small for float32 and count as 0, as %s; bring such features to a larger unit"
              .formatted(lost, firstLost));
    }
    if (rounded > 0) {
      notes.add(
          "%,d whole numbers are rounded to float32, as %.0f to %.0f; subtract what they have in common, or leave out identifiers"
              .formatted(rounded, firstRounded, (double) (float) firstRounded));
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
  }
}
