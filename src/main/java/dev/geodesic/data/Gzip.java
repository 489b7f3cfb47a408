package dev.geodesic.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Expands gzip where there is gzip: names may lie, the first two bytes do not. */
final class Gzip {
  private static final int BUFFER_BYTES = 1 << 16;

  private Gzip() {}

  /** The bytes of {@code in}, expanded if they are gzip. */
  static InputStream expand(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    buffered.mark(2);
    byte[] start = buffered.readNBytes(2);
    buffered.reset();
    boolean gzip = start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
  }
}
