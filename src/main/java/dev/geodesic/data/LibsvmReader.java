package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import java.io.IOException;

/** Reads every file that no other format claims, and a directory of parts as Spark writes it. */
final class LibsvmReader implements DataReader {
  @Override
  public DataFormat format() {
    return DataFormat.LIBSVM;
  }

  @Override
  public boolean claims(DataPlace place) throws IOException {
    return PartFiles.isAt(place);
  }

  @Override
  public FoundData find(DataRequest request) {
    request.requireNoColumns(format());
    return LibsvmData.find(request);
  }
}
