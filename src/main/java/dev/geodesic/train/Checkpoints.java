package dev.geodesic.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Where a pack leaves its whole state from time to time, so that another process can go on from
 * there to the same bits.
 */
public interface Checkpoints {
  /**
   * The newest state that was saved, for the caller to close; nothing where there is none.
   *
   * @throws IOException if it cannot be read: the pack starts anew then
   */
  Optional<InputStream> newest() throws IOException;

  /** Asked after every step: whether a state is to be saved now. */
  boolean isDue();

  /**
   * Takes a state in place of the older one, whole or not at all. Asked for when {@linkplain #isDue
   * due}, and when a pack is told to stop. Trouble is not thrown: training goes on without it.
   */
  void save(Content content);

  /** A state that is written when there is a place for it. */
  interface Content {
    /** Writes all of it; the stream is for the caller to close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Saves nothing and finds nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<InputStream> newest() {
          return Optional.empty();
        }

        @Override
        public boolean isDue() {
          return false;
        }

        @Override
        public void save(Content content) {}
      };
}
