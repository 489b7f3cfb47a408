package dev.geodesic.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A place on this machine. */
record LocalPlace(Path path) implements DataPlace {
  @Override
  public String location() {
    return Excerpt.oneLine(path.toString());
  }

  @Override
  public String uri() {
    return "file:" + path.toAbsolutePath();
  }

  @Override
  public String name() {
    return path.getFileName() == null ? path.toString() : path.getFileName().toString();
  }

  @Override
  public Kind kind() throws IOException {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return Kind.DIRECTORY;
      }
      if (!attributes.isRegularFile()) {
        throw new IOException(
            "it is a pipe or a device, and data are read more than once; save them in a file");
      }
      return Kind.FILE;
    } catch (NoSuchFileException e) {
      requireNoBrokenLink();
      return Kind.NOTHING;
    } catch (FileSystemException e) {
      if (isBelowFile()) {
        return Kind.NOTHING;
      }
      throw e;
    }
  }

  /** Refuses a broken link, which the file system reports as a missing file. */
  private void requireNoBrokenLink() throws IOException {
    for (Path part = path; part != null; part = part.getParent()) {
      if (Files.isSymbolicLink(part) && !Files.exists(part)) {
        throw new IOException(
            "%s is a link to %s, where nothing is"
                .formatted(
                    part.equals(path) ? "it" : Excerpt.oneLine(part.toString()),
                    Excerpt.oneLine(Files.readSymbolicLink(part).toString())));
      }
    }
  }

  private boolean isBelowFile() {
    for (Path part = path.getParent(); part != null; part = part.getParent()) {
      if (Files.isRegularFile(part)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OptionalLong length() throws IOException {
    return OptionalLong.of(Files.size(path));
  }

  @Override
  public List<DataPlace> list() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .<DataPlace>map(LocalPlace::new)
          .toList();
    }
  }

  @Override
  public Optional<DataPlace> parent() {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).map(LocalPlace::new);
  }

  @Override
  public InputStream open() throws IOException {
    try {
      return Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      requireNoBrokenLink();
      throw e;
    }
  }
}
