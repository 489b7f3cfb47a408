package dev.geodesic.sweep.input;

import dev.geodesic.data.DataSet;
import dev.geodesic.data.Features;
import dev.geodesic.trial.RequestException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads a LIBSVM file, one sample a line as {@code label index:value …}, through Spark's own
 * source.
 */
public final class LibsvmSource {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Spark looks for the largest index, and fails where there is none. */
  private static final String NO_SAMPLES = "it holds no samples";

  private LibsvmSource() {}

  /**
   * The data set in a file: features as they are, dense; classes are the labels found, in ascending
   * order. It has no test set.
   *
   * @param path anything that Hadoop's file systems open
   * @throws RequestException if the file is missing, malformed, too large to hold densely, or its
   *     labels are not the integers of at least two classes
   */
  public static DataSet read(SparkSession spark, String path) {
    List<Row> rows = rows(spark, path);
    double[] found = rows.stream().mapToDouble(row -> row.getDouble(0) + 0.0).toArray();
    double[] classes = classes(found, path);
    int[] labels =
        Arrays.stream(found).mapToInt(label -> Arrays.binarySearch(classes, label)).toArray();
    int width = rows.get(0).<Vector>getAs(1).size();
    return DataSet.of(new Features(dense(rows, width, path), labels, width));
  }

  /** In file order. */
  private static List<Row> rows(SparkSession spark, String path) {
    try {
      List<Row> rows =
          spark.read().format("libsvm").load(path).select("label", "features").collectAsList();
      if (rows.isEmpty()) {
        throw unusable(path, NO_SAMPLES);
      }
      return rows;
    } catch (RequestException e) {
      throw e;
    } catch (Exception e) {
      throw new RequestException(message(path, reasonOf(e)), e);
    }
  }

  private static double[] classes(double[] labels, String path) {
    double[] classes = Arrays.stream(labels).sorted().distinct().toArray();
    for (double label : classes) {
      if (label != Math.rint(label) || Double.isInfinite(label)) {
        throw unusable(path, "labels must be integers, got: " + label);
      }
    }
    if (classes.length < 2) {
      throw unusable(path, "it must hold labels of at least 2 classes, got: only " + classes[0]);
    }
    return classes;
  }

  private static float[] dense(List<Row> rows, int width, String path) {
    if ((long) rows.size() * width > LARGEST_ARRAY) {
      throw unusable(
          path,
          "samples x features must be <= %d, got: %d x %d"
              .formatted(LARGEST_ARRAY, rows.size(), width));
    }
    float[] features = new float[rows.size() * width];
    for (int sample = 0; sample < rows.size(); sample++) {
      copy(rows.get(sample).<Vector>getAs(1), features, sample * width, path);
    }
    return features;
  }

  private static void copy(Vector sample, float[] features, int start, String path) {
    int[] indices = sample.toSparse().indices();
    double[] values = sample.toSparse().values();
    for (int k = 0; k < indices.length; k++) {
      float value = (float) values[k];
      if (!Float.isFinite(value)) {
        throw unusable(path, "features must be finite float32 numbers, got: " + values[k]);
      }
      features[start + indices[k]] = value;
    }
  }

  private static RequestException unusable(String path, String reason) {
    return new RequestException(message(path, reason));
  }

  private static String message(String path, String reason) {
    return "Cannot read %s as a LIBSVM file: %s; correct the file, or dataset"
        .formatted(path, reason);
  }

  /** Spark wraps what the parser said in layers of which task failed where. */
  private static String reasonOf(Exception trouble) {
    if (trouble instanceof AnalysisException analysis
        && "PATH_NOT_FOUND".equals(analysis.getCondition())) {
      return "there is no such file";
    }
    Throwable root = trouble;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words = String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    if (root instanceof IllegalArgumentException || root instanceof IndexOutOfBoundsException) {
      return "lines must be label index:value ..., indices ascending from 1 on, got: "
          + words.replaceFirst("^(requirement failed|For input string): ", "");
    }
    return root instanceof UnsupportedOperationException ? NO_SAMPLES : words;
  }
}
