package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file in the IDX format, of which only the header has been read.
 *
 * @param place where the file lies
 * @param header type and sizes of the contents
 */
record IdxFile(DataPlace place, IdxHeader header) {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** A multiple of the bytes of every type. */
  private static final int CHUNK_BYTES = 1 << 16;

  /** Receives the values of a file, in their order. */
  interface Sink {
    /**
     * Receives one value.
     *
     * @param index of the value, row-major
     */
    void accept(int index, double value);
  }

  /**
   * Reads a file's header.
   *
   * @throws RequestException if the file is unreadable, of another kind, or of another length than
   *     the header says
   */
  static IdxFile of(DataPlace place) {
    return Contents.read(
        place,
        contents -> {
          byte[] head = contents.head();
          IdxHeader header = IdxHeader.of(head).orElseThrow(() -> unusable(place, whatElse(head)));
          IdxFile file = new IdxFile(place, header);
          file.check(contents.isPacked() ? OptionalLong.empty() : place.length(), head);
          return file;
        });
  }

  /** Explains why a file with this start is not an IDX file, and what to do. */
  private static String whatElse(byte[] head) {
    Optional<FileKind.Answer> known = FileKind.of(head);
    if (known.isPresent()) {
      return known.get().toString();
    }
    if (IdxHeader.isCut(head)) {
      return "its header must be %d bytes long, got: %d; fetch or copy the file again"
          .formatted(IdxHeader.bytes(Byte.toUnsignedInt(head[3])), head.length);
    }
    Optional<IdxHeader> turned = IdxHeader.ofLittleEndian(head);
    if (turned.isPresent() && head[0] != 0) {
      return littleEndian(turned.get());
    }
    return FileKind.isBinary(head)
        ? "it does not start as an IDX file does, with 0, 0, the type of its values and the number"
            + " of its dimensions; save it as IDX"
        : "it is text, which starts with %s; save it as IDX, or name it alone as a LIBSVM file"
            .formatted(Excerpt.of(firstLine(head), firstLine(head).length));
  }

  private static byte[] firstLine(byte[] head) {
    int end = 0;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    return Arrays.copyOf(head, end);
  }

  private static String littleEndian(IdxHeader header) {
    return "it is written in little-endian order (%s), and IDX is big-endian; write it again in big-endian order, as numpy's astype('%s') does"
        .formatted(header, header.type().bigEndian());
  }

  private void check(OptionalLong length, byte[] head) {
    boolean fits = header.isSized() && header.values() <= LARGEST_ARRAY;
    if (!fits || (length.isPresent() && header.fileBytes() != length.getAsLong())) {
      requireBigEndian(length, head);
    }
    if (!header.isSized()) {
      throw again("every dimension must be >= 1, got: " + header.shape());
    }
    if (!fits) {
      throw again("it must hold <= %d values, got: %s".formatted(LARGEST_ARRAY, header.shape()));
    }
    if (length.isPresent() && header.fileBytes() > length.getAsLong()) {
      throw tooShort((length.getAsLong() - header.bytes()) / header.type().bytes());
    }
    if (length.isPresent() && header.fileBytes() < length.getAsLong()) {
      throw tooLong();
    }
  }

  /** Refuses a header whose sizes make sense only in little-endian order. */
  private void requireBigEndian(OptionalLong length, byte[] head) {
    Optional<IdxHeader> turned = IdxHeader.ofLittleEndian(head);
    if (turned.isPresent()
        && turned.get().isSized()
        && (length.isPresent()
            ? turned.get().fileBytes() == length.getAsLong()
            : turned.get().values() <= LARGEST_ARRAY)) {
      throw unusable(place, littleEndian(turned.get()));
    }
  }

  /** Returns the number of samples: the size of the first dimension. */
  int count() {
    return header.sizes()[0];
  }

  /** Returns the number of values of a sample. */
  int width() {
    return (int) (header.values() / count());
  }

  /** Reads the values of a file of bytes. */
  byte[] bytes() {
    return Contents.read(
        place,
        contents -> {
          byte[] values = new byte[(int) header.values()];
          InputStream in = atFirstValue(contents);
          // A single large read would take as much memory again, outside the heap.
          for (int done = 0; done < values.length; ) {
            int read = in.readNBytes(values, done, Math.min(CHUNK_BYTES, values.length - done));
            if (read == 0) {
              throw tooShort(done);
            }
            done += read;
          }
          requireEnd(in);
          return values;
        });
  }

  /**
   * Reads all values into {@code sink}.
   *
   * @throws RequestException if values make sense only in little-endian order, or the length is
   *     wrong
   */
  void read(Sink sink) {
    IdxType type = header.type();
    boolean turned =
        Contents.read(
            place,
            contents -> {
              InputStream in = atFirstValue(contents);
              boolean odd = false;
              boolean oddTurned = false;
              // In the other order, small numbers of two bytes have a lower byte of 0.
              boolean allHigh = type == IdxType.SHORT;
              boolean anyHigh = false;
              byte[] chunk = new byte[CHUNK_BYTES];
              int values = (int) header.values();
              for (int done = 0; done < values; ) {
                int wanted = (int) Math.min(chunk.length, (long) (values - done) * type.bytes());
                int read = in.readNBytes(chunk, 0, wanted);
                if (read < wanted) {
                  throw tooShort(done + read / type.bytes());
                }
                ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, wanted);
                while (buffer.hasRemaining()) {
                  double value = type.next(buffer);
                  odd |= type == IdxType.SHORT ? value < 0 : type.isOdd(value);
                  oddTurned |= type.isOdd(type.turned(value));
                  allHigh &= value % 256 == 0;
                  anyHigh |= value != 0;
                  sink.accept(done++, value);
                }
              }
              requireEnd(in);
              return (odd || (allHigh && anyHigh)) && !oddTurned;
            });
    if (turned) {
      throw unusable(place, littleEndian(header));
    }
  }

  private InputStream atFirstValue(Contents contents) throws IOException {
    InputStream in = contents.stream();
    in.skipNBytes(header.bytes());
    return in;
  }

  private void requireEnd(InputStream in) throws IOException {
    if (in.read() >= 0) {
      throw tooLong();
    }
  }

  private RequestException tooShort(long got) {
    return again(
        "it must hold %.0f values (%s), got: %d".formatted(header.values(), header.shape(), got));
  }

  private RequestException tooLong() {
    return again(
        "it must end after %.0f values (%s), got: more".formatted(header.values(), header.shape()));
  }

  private RequestException again(String reason) {
    return unusable(place, reason + "; fetch or copy the file again");
  }

  /** Returns the error for this file, which is intact but not usable. */
  RequestException unusable(String reason) {
    return unusable(place, reason);
  }

  private static RequestException unusable(DataPlace place, String reason) {
    return new RequestException("Cannot use %s: %s".formatted(place.location(), reason));
  }
}
