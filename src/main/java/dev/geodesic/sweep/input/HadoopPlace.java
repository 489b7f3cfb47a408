package dev.geodesic.sweep.input;

import dev.geodesic.data.DataPlace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A place on a file system of Hadoop. Names are taken literally, not as patterns as Hadoop's own
 * readers take them.
 */
record HadoopPlace(FileSystem files, Path path) implements DataPlace {
  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public String uri() {
    return files.makeQualified(path).toString();
  }

  @Override
  public String name() {
    return path.getName();
  }

  @Override
  public Kind kind() throws IOException {
    try {
      return files.getFileStatus(path).isDirectory() ? Kind.DIRECTORY : Kind.FILE;
    } catch (FileNotFoundException e) {
      return Kind.NOTHING;
    }
  }

  @Override
  public OptionalLong length() throws IOException {
    long length = files.getFileStatus(path).getLen();
    // A web server need not give the length.
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  @Override
  public List<DataPlace> list() throws IOException {
    return Arrays.stream(files.listStatus(path))
        .map(FileStatus::getPath)
        .sorted(Comparator.comparing(Path::getName))
        .<DataPlace>map(entry -> new HadoopPlace(files, entry))
        .toList();
  }

  @Override
  public Optional<DataPlace> parent() {
    return Optional.ofNullable(path.getParent()).map(above -> new HadoopPlace(files, above));
  }

  @Override
  public InputStream open() throws IOException {
    return files.open(path);
  }
}
