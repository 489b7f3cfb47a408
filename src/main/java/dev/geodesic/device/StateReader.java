package dev.geodesic.device;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link StateWriter} wrote, in the same order. */
public final class StateReader {
  private final DataInputStream in;
  private final ByteBuffer chunk = ByteBuffer.allocate(StateWriter.CHUNK * Double.BYTES);

  /** Reads from {@code in}, which the caller buffers and closes. */
  public StateReader(InputStream in) {
    this.in = new DataInputStream(in);
  }

  public int readInt() throws IOException {
    return in.readInt();
  }

  public double readDouble() throws IOException {
    return Double.longBitsToDouble(in.readLong());
  }

  public String readText() throws IOException {
    return in.readUTF();
  }

  /** Reads whether an optional value follows. */
  public boolean readPresence() throws IOException {
    return in.readBoolean();
  }

  /** Reads a number that may be absent. */
  public @Nullable Double readNullableDouble() throws IOException {
    return readPresence() ? (Double) readDouble() : null;
  }

  /** Reads a number that may be absent. */
  public @Nullable Integer readNullableInt() throws IOException {
    return readPresence() ? (Integer) readInt() : null;
  }

  /**
   * Reads an array of {@code length} values.
   *
   * @throws IOException if an array of another length was written
   */
  public float[] readFloats(int length) throws IOException {
    checkLength(length);
    float[] values = new float[length];
    for (int from = 0; from < length; from += StateWriter.CHUNK) {
      int count = Math.min(StateWriter.CHUNK, length - from);
      in.readFully(chunk.array(), 0, count * Float.BYTES);
      chunk.asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  /**
   * Reads an array of {@code length} values.
   *
   * @throws IOException if an array of another length was written
   */
  public double[] readDoubles(int length) throws IOException {
    checkLength(length);
    double[] values = new double[length];
    for (int from = 0; from < length; from += StateWriter.CHUNK) {
      int count = Math.min(StateWriter.CHUNK, length - from);
      in.readFully(chunk.array(), 0, count * Double.BYTES);
      chunk.asDoubleBuffer().get(values, from, count);
    }
    return values;
  }

  private void checkLength(int wanted) throws IOException {
    int length = in.readInt();
    if (length != wanted) {
      throw new IOException("an array must have %d values, got: %d".formatted(wanted, length));
    }
  }
}
