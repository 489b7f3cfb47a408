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

/** The contents of a file, expanded where it is compressed, up to three times over. */
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

  /** Reads something from an open file. */
  interface Reading<T> {
    T from(Contents contents) throws IOException;
  }

  /**
   * Opens a file, expands it, and returns what {@code reading} reads from it.
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

  /** Returns the expanded contents, from the start on. */
  InputStream stream() {
    return in;
  }

  /** Returns the first bytes, by which the kind of file is recognised. */
  byte[] head() {
    return head.clone();
  }

  /** Whether the file is compressed. */
  boolean isPacked() {
    return !packings.isEmpty();
  }

  /** Names the compressions from the inside out, as in "gzip in zip". */
  private String packing() {
    return packings.stream().reduce((outer, inner) -> inner + " in " + outer).orElse("");
  }

  /** Returns the error for a user where reading {@link #stream} failed. */
  private RequestException explain(IOException trouble) {
    if (!isPacked() || source.failed) {
      return unreadable(place, trouble);
    }
    return new RequestException(
        "Cannot use %s: its %s cannot be expanded: %s; fetch or copy the file again"
            .formatted(place.location(), packing(), Cause.of(trouble)),
        trouble);
  }

  /** Returns the error for a user where an existing file or directory cannot be read. */
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

  /**
   * The file itself. Remembers whether reading it failed, to tell that from a damaged compression.
   */
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
