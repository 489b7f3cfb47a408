package dev.geodesic.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Damages and changes files in one line each. */
final class FileEdits {
  private FileEdits() {}

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void replace(Path file, byte[] bytes) {
    IdxFiles.write(file, bytes);
  }

  static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shortens, or extends with zeros. */
  static void cut(Path file, int length) {
    replace(file, Arrays.copyOf(bytes(file), length));
  }

  /** Inverts the lowest bit of one byte. */
  static void flip(Path file, int position) {
    byte[] bytes = bytes(file);
    bytes[position] ^= 1;
    replace(file, bytes);
  }

  /** Gives the images of an IDX file other sides, of the same product. */
  static void reshape(Path file, int rows, int columns) {
    byte[] bytes = bytes(file);
    ByteBuffer.wrap(bytes).putInt(8, rows).putInt(12, columns);
    replace(file, bytes);
  }

  static void rename(Path directory, UnaryOperator<String> name) {
    forEach(
        directory,
        file -> {
          try {
            Files.move(file, file.resolveSibling(name.apply(file.getFileName().toString())));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static void forEach(Path directory, Consumer<Path> edit) {
    try (Stream<Path> files = Files.list(directory)) {
      files.toList().forEach(edit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
