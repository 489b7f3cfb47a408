package dev.geodesic.export;

import dev.geodesic.parameter.ConfName;
import java.util.Arrays;
import java.util.Locale;

/** The format that a model is written in. */
public enum ExportFormat implements ConfName {
  /** NumPy's archive of arrays. */
  NPZ("a NumPy archive"),
  /** The directory of a spark.ml {@code LogisticRegressionModel}. */
  SPARK("a spark.ml LogisticRegressionModel"),
  /** A graph for ONNX Runtime and its like. */
  ONNX("an ONNX model");

  private final String words;

  ExportFormat(String words) {
    this.words = words;
  }

  /** The format in words, with an article. */
  public String words() {
    return words;
  }

  /** Whether a model is a directory. */
  boolean isDirectory() {
    return this == SPARK;
  }

  /** Returns the format that the ending of a place tells; a place without one is a directory. */
  public static ExportFormat of(String place) {
    String lower = place.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> !format.isDirectory() && lower.endsWith("." + format.confName()))
        .findFirst()
        .orElse(SPARK);
  }
}
