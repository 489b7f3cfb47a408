package dev.geodesic.device;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of training between two steps, bit for bit, most significant byte first on every
 * machine. {@link StateReader} reads it in the same order.
 */
public final class StateWriter {
  /** Numbers that are turned into bytes at a time. */
  static final int CHUNK = 1024;

  private final DataOutputStream out;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);

  /** Writes to {@code out}, which the caller buffers, flushes and closes. */
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

  /** Writes whether an optional value follows. */
  public void writePresence(@Nullable Object value) throws IOException {
    out.writeBoolean(value != null);
  }

  /** Writes a number that may be absent. */
  public void writeNullable(@Nullable Double value) throws IOException {
    writePresence(value);
    if (value != null) {
      write((double) value);
    }
  }

  /** Writes a number that may be absent. */
  public void writeNullable(@Nullable Integer value) throws IOException {
    writePresence(value);
    if (value != null) {
      write((int) value);
    }
  }

  /** Writes the length and the values. */
  public void write(float[] values) throws IOException {
    out.writeInt(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** Writes the length and the values. */
  public void write(double[] values) throws IOException {
    out.writeInt(values.length);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asDoubleBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Double.BYTES);
    }
  }
}
