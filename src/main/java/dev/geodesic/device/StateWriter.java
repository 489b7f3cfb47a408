package dev.geodesic.device;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of training between two steps, bit for bit, most significant byte first on every
 * machine. {@link StateReader} reads it in the same order. What belongs to single trials is written
 * by {@link #writeTrials}, so that a reader may take some trials of several packs.
 */
public final class StateWriter {
  /** Numbers that are turned into bytes at a time. */
  static final int CHUNK = 1024;

  private final DataOutputStream out;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);

  /** Writes what belongs to one trial. */
  public interface TrialPart {
    /**
     * Writes a trial's part of the state.
     *
     * @param trial its position in the pack
     */
    void write(StateWriter out, int trial) throws IOException;
  }

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

  /** Writes a part of the state trial by trial. */
  public void writeTrials(int trials, TrialPart part) throws IOException {
    out.writeInt(trials);
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    StateWriter writer = new StateWriter(one);
    for (int trial = 0; trial < trials; trial++) {
      one.reset();
      part.write(writer, trial);
      out.writeInt(one.size());
      one.writeTo(out);
    }
  }

  /** Writes as many values for each trial, which stand one trial after the other. */
  public void writeTrials(int trials, float[] values) throws IOException {
    int each = values.length / trials;
    writeTrials(
        trials,
        (writer, trial) ->
            writer.write(Arrays.copyOfRange(values, trial * each, (trial + 1) * each)));
  }

  /** Writes a value for each trial. */
  public void writeTrials(double[] values) throws IOException {
    writeTrials(values.length, (writer, trial) -> writer.write(values[trial]));
  }
}
