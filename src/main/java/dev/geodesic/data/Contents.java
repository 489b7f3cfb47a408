package dev.geodesic.data;

import dev.geodesic.trial.RequestException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.ProxyInputStream;

/** What a file holds, expanded where it is compressed, however often it is. */
final class Contents implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HEAD_BYTES = 1024;
  private static final int MOST_PACKINGS = 3;

  private final DataPlace place;
  private final Source source;
  private final List<String> packings = new ArrayList<>();
  private InputStream in;
  private byte[] head = {};

  private Contents(DataPlace place, Source source) {
    this.place = place;
    this.source = source;
    this.in = source;
  }

  /** Takes something from a file that is open. */
  interface Reading<T> {
    T from(Contents contents) throws IOException;
  }

  /**
   * What {@code reading} takes from a file.
   *
   * @throws RequestException if the file cannot be read, or its compression is damaged
   */
  static <T> T read(DataPlace place, Reading<T> reading) {
    try (Contents contents = open(place)) {
      try {
        return reading.from(contents);
      } catch (IOException e) {
        throw contents.explain(e);
      }
    }
  }

  private static Contents open(DataPlace place) {
    Contents contents;
    try {
      contents = new Contents(place, new Source(place.open()));
    } catch (IOException e) {
      throw unreadable(place, e);
    }
    try {
      contents.expand();
      return contents;
    } catch (IOException e) {
      RequestException trouble = contents.explain(e);
      contents.close();
      throw trouble;
    }
  }

  private void expand() throws IOException {
    buffer();
    Optional<Packing> packing = Packing.of(head);
    while (packing.isPresent() && packings.size() < MOST_PACKINGS) {
      packings.add(packing.get().words());
      in = packing.get().expand(in);
      buffer();
      packing = Packing.of(head);
    }
  }

  private void buffer() throws IOException {
    in = new BufferedInputStream(in, BUFFER_BYTES);
    in.mark(HEAD_BYTES);
    head = in.readNBytes(HEAD_BYTES);
    in.reset();
  }

  /** All of it, from its start on. */
  InputStream stream() {
    return in;
  }

  /** So much of its start as tells what it is. */
  byte[] head() {
    return head.clone();
  }

  /** Whether it is longer than its file. */
  boolean isPacked() {
    return !packings.isEmpty();
  }

  /** From the inside out. */
  private String packing() {
    return packings.stream().reduce((outer, inner) -> inner + " in " + outer).orElse("");
  }

  /** What a user is told where {@link #stream} failed. */
  private RequestException explain(IOException trouble) {
    if (!isPacked() || source.failed) {
      return unreadable(place, trouble);
    }
    return new RequestException(
        "Cannot use %s: its %s cannot be expanded: %s; fetch or copy the file again"
            .formatted(place.location(), packing(), Cause.of(trouble)),
        trouble);
  }

  /** What a user is told where a file or a directory is there and cannot be read. */
  static RequestException unreadable(DataPlace place, IOException trouble) {
    return new RequestException(
        "Cannot read %s: %s; check the file and its permissions"
            .formatted(place.location(), Cause.withoutFile(trouble)),
        trouble);
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(in);
  }

  /** The file itself; remembers whether it failed, which is no damage of what is packed in it. */
  private static final class Source extends ProxyInputStream {
    private boolean failed;

    Source(InputStream in) {
      super(in);
    }

    @Override
    protected void handleIOException(IOException e) throws IOException {
      failed = true;
      throw e;
    }
  }
}
