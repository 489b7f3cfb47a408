package dev.geodesic.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that records whether anything was written to it. */
final class WatchedStream extends FilterOutputStream {
  private boolean used;

  WatchedStream(OutputStream out) {
    super(out);
  }

  boolean isUsed() {
    return used;
  }

  @Override
  public void write(int octet) throws IOException {
    used = true;
    out.write(octet);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    used |= length > 0;
    out.write(bytes, offset, length);
  }
}
