package dev.geodesic.data;

import dev.geodesic.trial.DataFormat;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads tables in text, their values separated by commas, semicolons, tabs or bars: one file, or a
 * directory of parts as Spark writes it. See {@link CsvTable} for what a file may hold.
 */
final class CsvReader implements DataReader {
  private static final Pattern NAME =
      Pattern.compile(
          ".*\\.(csv|tsv|tab)(\\.(gz|bz2|xz|zst|zip|z|lz4|snappy|deflate))*",
          Pattern.CASE_INSENSITIVE);

  @Override
  public DataFormat format() {
    return DataFormat.CSV;
  }

  @Override
  public boolean claims(DataPlace place) throws IOException {
    return switch (place.kind()) {
      case FILE -> isNamedSo(place);
      case DIRECTORY -> PartFiles.parts(place).stream().anyMatch(CsvReader::isNamedSo);
      case NOTHING -> false;
    };
  }

  private static boolean isNamedSo(DataPlace file) {
    return NAME.matcher(file.name()).matches();
  }

  @Override
  public FoundData find(DataRequest request) {
    CsvTable train = CsvTable.of(request.place());
    Optional<Table> test = request.test().map(CsvTable::of);
    return TableReader.of(request.source(), train, test);
  }
}
