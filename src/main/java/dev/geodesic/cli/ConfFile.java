package dev.geodesic.cli;

import dev.geodesic.conf.ConfReader;
import dev.geodesic.conf.ReadConf;
import dev.geodesic.store.files.Location;
import dev.geodesic.trial.ErrorText;
import dev.geodesic.trial.RequestException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A conf on this machine or, where a URI names it, on any file system of Hadoop. */
final class ConfFile {
  private ConfFile() {}

  /**
   * Reads a conf; messages name it as the user does.
   *
   * @throws RequestException if it cannot be read or asks for something that cannot be done
   */
  static ReadConf read(String conf, List<String> overrides) {
    Location.check("The conf", conf);
    try {
      return Location.isUri(conf)
          ? ConfReader.parse(text(conf), conf, overrides)
          : ConfReader.read(Path.of(conf), overrides);
    } catch (StackOverflowError e) {
      throw new RequestException(
          "Cannot read the conf: its lists and sections must not be nested that deep: " + conf, e);
    }
  }

  private static String text(String uri) {
    try {
      var path = new org.apache.hadoop.fs.Path(uri);
      FileSystem files =
          Location.fileSystem(path, SparkHadoopUtil.get().newConfiguration(new SparkConf()));
      if (files.getFileStatus(path).isDirectory()) {
        throw new RequestException(
            "Cannot read the conf: must be a file, got the directory: " + uri);
      }
      try (InputStream in = files.open(path)) {
        ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      }
    } catch (FileNotFoundException e) {
      throw new RequestException("Cannot read the conf: no such file: " + uri, e);
    } catch (CharacterCodingException e) {
      throw new RequestException(
          "Cannot read the conf: must be text in UTF-8, got other bytes in: " + uri, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestException(
          "Cannot read the conf %s: %s; check the address and its file system"
              .formatted(uri, ErrorText.firstLine(String.valueOf(e.getMessage()))),
          e);
    }
  }
}
