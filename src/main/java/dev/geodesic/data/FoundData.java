package dev.geodesic.data;

import dev.geodesic.trial.RequestException;

/** A data set that was found and measured, but not yet read into memory. */
public interface FoundData {
  /** Returns the size that the data set will have. */
  DataSize size();

  /**
   * Reads the data set.
   *
   * @throws RequestException if something in it is damaged or does not fit together
   */
  DataSet read();
}
