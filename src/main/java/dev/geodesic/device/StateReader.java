package dev.geodesic.device;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link StateWriter} wrote, in the same order: the whole state of one pack, or the
 * parts of some trials from the states of several packs at the same step. What does not belong to
 * single trials must then be the same in all of them.
 */
public final class StateReader {
  private final List<Source> sources;
  private final ByteBuffer chunk = ByteBuffer.allocate(StateWriter.CHUNK * Double.BYTES);

  /**
   * The state of a pack, and which trials of it are read.
   *
   * @param in which the caller buffers and closes
   * @param places the place of each of its trials among those that are read; {@link #NOWHERE} for a
   *     trial that is not
   */
  private record Source(DataInputStream in, int @Nullable [] places) {}

  /** The place of a trial that is not read. */
  public static final int NOWHERE = -1;

  private StateReader(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /** Reads everything from {@code in}, which the caller buffers and closes. */
  public StateReader(InputStream in) {
    this(List.of(new Source(new DataInputStream(in), null)));
  }

  /**
   * Reads some trials from several states.
   *
   * @param in which the caller buffers and closes
   * @param places for each state the place of each of its trials among those that are read, or
   *     {@link #NOWHERE}
   */
  public static StateReader merging(List<? extends InputStream> in, List<int[]> places) {
    return new StateReader(
        IntStream.range(0, in.size())
            .mapToObj(i -> new Source(new DataInputStream(in.get(i)), places.get(i)))
            .toList());
  }

  /** Reads a value from a state. */
  private interface Read<V> {
    V from(DataInputStream in) throws IOException;
  }

  private <V> V shared(Read<V> read) throws IOException {
    return shared(read, Object::equals);
  }

  /** Reads a value that must be the same in every state. */
  private <V> V shared(Read<V> read, BiPredicate<V, V> areSame) throws IOException {
    V first = read.from(sources.get(0).in());
    for (Source source : sources.subList(1, sources.size())) {
      if (!areSame.test(first, read.from(source.in()))) {
        throw new IOException("states that are merged must agree in what their trials share");
      }
    }
    return first;
  }

  public int readInt() throws IOException {
    return shared(DataInputStream::readInt);
  }

  public double readDouble() throws IOException {
    return Double.longBitsToDouble(shared(DataInputStream::readLong));
  }

  public String readText() throws IOException {
    return shared(in -> in.readUTF());
  }

  /** Reads whether an optional value follows. */
  public boolean readPresence() throws IOException {
    return shared(DataInputStream::readBoolean);
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
    return shared(in -> floats(in, length), Arrays::equals);
  }

  private float[] floats(DataInputStream in, int length) throws IOException {
    checkLength(length, in.readInt());
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
    return shared(in -> doubles(in, length), Arrays::equals);
  }

  private double[] doubles(DataInputStream in, int length) throws IOException {
    checkLength(length, in.readInt());
    double[] values = new double[length];
    for (int from = 0; from < length; from += StateWriter.CHUNK) {
      int count = Math.min(StateWriter.CHUNK, length - from);
      in.readFully(chunk.array(), 0, count * Double.BYTES);
      chunk.asDoubleBuffer().get(values, from, count);
    }
    return values;
  }

  private static void checkLength(int wanted, int length) throws IOException {
    if (length != wanted) {
      throw new IOException("an array must have %d values, got: %d".formatted(wanted, length));
    }
  }

  /** Reads what belongs to one trial. */
  public interface TrialPart {
    /**
     * Reads a trial's part of the state.
     *
     * @param trial its place among the trials that are read
     */
    void read(StateReader in, int trial) throws IOException;
  }

  /**
   * Reads a part of the state trial by trial, in the order of the states.
   *
   * @param trials that are read
   * @throws IOException if the states have another number of them
   */
  public void readTrials(int trials, TrialPart part) throws IOException {
    int read = 0;
    for (Source source : sources) {
      DataInputStream in = source.in();
      int count = in.readInt();
      checkLength(source.places() == null ? trials : source.places().length, count);
      StateReader one = new StateReader(in);
      for (int trial = 0; trial < count; trial++) {
        int length = in.readInt();
        int place = source.places() == null ? trial : source.places()[trial];
        if (place == NOWHERE) {
          in.skipNBytes(length);
        } else {
          part.read(one, place);
          read++;
        }
      }
    }
    checkLength(trials, read);
  }

  /** Reads as many values for each trial, to stand one trial after the other. */
  public float[] readTrialFloats(int trials, int each) throws IOException {
    float[] values = new float[trials * each];
    readTrials(
        trials,
        (in, trial) -> System.arraycopy(in.readFloats(each), 0, values, trial * each, each));
    return values;
  }

  /** Reads a value for each trial. */
  public double[] readTrialDoubles(int trials) throws IOException {
    double[] values = new double[trials];
    readTrials(trials, (in, trial) -> values[trial] = in.readDouble());
    return values;
  }
}
