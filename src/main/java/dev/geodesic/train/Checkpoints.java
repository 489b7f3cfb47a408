package dev.geodesic.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.commons.io.function.IOConsumer;

/**
 * Stores a pack's whole state whenever {@link #isDue} says so, so that another process can resume
 * from it and reach the same bits.
 */
public interface Checkpoints {
  /**
   * Returns the newest state that was saved, which the caller closes; empty if there is none.
   *
   * @throws IOException if it cannot be read; the pack then starts anew
   */
  Optional<InputStream> newest() throws IOException;

  /** Whether the state is to be saved now; asked after every step. */
  boolean isDue();

  /**
   * Replaces the older state by this one, completely or not at all. Called when {@linkplain #isDue
   * due}, and when a pack is stopped. Failures are not thrown: training continues without the
   * checkpoint.
   *
   * @param content writes the whole state; whoever calls it closes the stream
   */
  void save(IOConsumer<OutputStream> content);

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
        public void save(IOConsumer<OutputStream> content) {}
      };
}
