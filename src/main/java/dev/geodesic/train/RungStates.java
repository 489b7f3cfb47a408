package dev.geodesic.train;

import dev.geodesic.trial.TrialResult.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Keeps the states of packs at the rungs of a halving, from which their best trials go on in other
 * packs.
 */
public interface RungStates {
  /**
   * Opens the state at the end of a leg, for the caller to close.
   *
   * @param leg its id
   * @throws IOException if it is not there, or cannot be read
   */
  InputStream open(String leg) throws IOException;

  /**
   * Keeps the state at the end of a leg, completely or not at all, in place of an earlier one.
   *
   * @param leg its id
   * @throws RuntimeException if it cannot be kept; the leg then has not ended
   */
  void keep(String leg, Content content);

  /** Writes a state. */
  interface Content {
    /**
     * Writes the whole state; whoever calls it closes the stream.
     *
     * @param provenance what has trained it
     */
    void write(OutputStream out, Provenance provenance) throws IOException;
  }

  /** Has no states and keeps none, for legs that nobody goes on from. */
  RungStates NONE =
      new RungStates() {
        @Override
        public InputStream open(String leg) throws IOException {
          throw new IOException("no states are kept here");
        }

        @Override
        public void keep(String leg, Content content) {}
      };
}
