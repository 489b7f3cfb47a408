package dev.geodesic.cli;

import dev.geodesic.trial.DataFormat;

/** Converts the name of a format of data sets. */
final class FormatConverter extends ConfNameConverter<DataFormat> {
  FormatConverter() {
    super(DataFormat.class);
  }
}
