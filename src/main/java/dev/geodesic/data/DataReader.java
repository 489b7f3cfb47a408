package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import java.io.IOException;

/** Reads data sets of one format. */
public interface DataReader {
  /** The format that it reads. */
  DataFormat format();

  /**
   * Whether a place holds this format, and none of a reader before it, by the names of files alone.
   *
   * @throws IOException if the place cannot be read
   */
  boolean claims(DataPlace place) throws IOException;

  /**
   * Finds and measures a data set.
   *
   * @throws dev.geodesic.trial.RequestException if a file is missing, unreadable or of another kind
   */
  FoundData find(DataRequest request);
}
