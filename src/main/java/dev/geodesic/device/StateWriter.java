package dev.geodesic.device;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what training must remember between two steps, bit for bit and most significant byte first
 * on every machine. {@link StateReader} reads it in the same order.
 */
public final class StateWriter {
  /** Numbers turned into bytes at once. */
  static final int CHUNK = 1024;

  private final DataOutputStream out;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);

  /** Writes to {@code out}, which is for the caller to buffer, to flush and to close. */
  public StateWriter(OutputStream out) {
    this.out = new DataOutputStream(out);
  }

  public void write(int value) throws IOException {
    out.writeInt(value);
  }

  public void write(double value) throws IOException {
    out.writeLong(Double.doubleToRawLongBits(value));
  }

  public void write(String text) throws IOException {
    out.writeUTF(text);
  }

  /** Whether something follows that may be absent. */
  public void writePresence(@Nullable Object value) throws IOException {
    out.writeBoolean(value != null);
  }

  /** A number that may be absent. */
  public void writeNullable(@Nullable Double value) throws IOException {
    writePresence(value);
    if (value != null) {
      write((double) value);
    }
  }

  /** A number that may be absent. */
  public void writeNullable(@Nullable Integer value) throws IOException {
    writePresence(value);
    if (value != null) {
      write((int) value);
    }
  }

  /** The length and the values. */
  public void write(float[] values) throws IOException {
    out.writeInt(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** The length and the values. */
  public void write(double[] values) throws IOException {
    out.writeInt(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asDoubleBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Double.BYTES);
    }
  }
}
