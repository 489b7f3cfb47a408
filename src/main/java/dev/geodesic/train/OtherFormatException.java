package dev.geodesic.train;

import java.io.IOException;

/** A state or checkpoint is of another version of this program, and no use to this one. */
public final class OtherFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  OtherFormatException(String message) {
    super(message);
  }
}
