package dev.geodesic.data;

import dev.geodesic.trial.RequestException;

/** A data set that was found and measured, and does not take memory yet. */
public interface FoundData {
  /** How large it will be. */
  DataSize size();

  /**
   * Reads it.
   *
   * @throws RequestException if something in it is damaged or does not fit together
   */
  DataSet read();
}
