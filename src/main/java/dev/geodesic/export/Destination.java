package dev.geodesic.export;

import dev.geodesic.store.files.Location;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The place where a model is to be written, on any file system of Hadoop: under a temporary name
 * beside it, which one rename makes the model's.
 *
 * @param place as the user named it
 * @param format of the model
 * @param files the file system
 * @param path of the model there
 */
public record Destination(String place, ExportFormat format, FileSystem files, Path path) {
  /** What a directory of a model holds in addition to spark.ml's own, which does not read it. */
  static final String FACTS = "geodesic.json";

  /** What to do with a model that is there already. */
  public enum Earlier {
    KEPT,
    REPLACED
  }

  /**
   * Finds the place.
   *
   * @throws RequestException if the text is no place, or its file system cannot be reached
   */
  public static Destination of(String place, ExportFormat format, Configuration hadoop) {
    // Java ends the URI of a directory that exists in a slash, which Hadoop takes for a level more.
    String uri = Location.of("--to", place).toString().replaceFirst("(?<=[^/])/+$", "");
    Path path = new Path(URI.create(uri));
    try {
      FileSystem found = Location.fileSystem(path, hadoop);
      FileSystem files =
          found instanceof LocalFileSystem local && !format.isDirectory()
              ? local.getRawFileSystem()
              : found;
      return new Destination(place, format, files, path);
    } catch (IOException | IllegalArgumentException e) {
      throw unwritable(place, e);
    }
  }

  /**
   * Requires, before training, that a model can be written here.
   *
   * @throws RequestException if something is here that is not to be replaced, or nothing can be
   *     written
   */
  public void prepare(Earlier earlier) {
    try {
      if (files.exists(path)) {
        requireReplaceable(earlier);
      }
      Path probe = temporary();
      files.mkdirs(probe.getParent());
      files.create(probe, false).close();
      files.delete(probe, false);
    } catch (IOException | FSError e) {
      throw unwritable(place, e);
    }
  }

  private void requireReplaceable(Earlier earlier) throws IOException {
    if (earlier == Earlier.KEPT) {
      throw new RequestException(
          "--to must name a place where nothing is yet, got: %s; add --overwrite, or name another"
              .formatted(place));
    }
    boolean isDirectory = files.getFileStatus(path).isDirectory();
    boolean isModel =
        format.isDirectory() ? isDirectory && files.exists(new Path(path, FACTS)) : !isDirectory;
    if (!isModel) {
      throw new RequestException(
          "--overwrite must replace an earlier export, got: %s, %s that is none; name another place"
              .formatted(place, isDirectory ? "a directory" : "a file"));
    }
  }

  /**
   * Writes a model.
   *
   * @throws RequestException if it cannot be written
   */
  public void write(ExportedModel model, SparkSession spark) {
    Path temporary = temporary();
    try {
      try {
        switch (format) {
          case NPZ -> write(temporary, NumpyArchive.of(model));
          case ONNX -> write(temporary, OnnxModel.of(model));
          case SPARK -> {
            SparkModel.write(model, spark, temporary.toString());
            write(
                new Path(temporary, FACTS), ModelFacts.of(model).getBytes(StandardCharsets.UTF_8));
          }
        }
        files.delete(path, true);
        if (!files.rename(temporary, path)) {
          throw new IOException("cannot rename %s".formatted(temporary));
        }
      } finally {
        files.delete(temporary, true);
      }
    } catch (IOException | FSError e) {
      throw unwritable(place, e);
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    try (OutputStream out = files.create(file, false)) {
      out.write(content);
    }
  }

  private Path temporary() {
    return new Path(path.getParent(), ".writing-" + UUID.randomUUID() + ".tmp");
  }

  private static RequestException unwritable(String place, Throwable cause) {
    return new RequestException(
        "--to must be a place that can be written to, got: %s (%s); name another"
            .formatted(place, ErrorText.message(cause)),
        cause);
  }
}
