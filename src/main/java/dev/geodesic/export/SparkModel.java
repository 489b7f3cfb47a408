package dev.geodesic.export;

import java.io.IOException;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrices;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.SparkSession;

/**
 * Softmax regression as a spark.ml model, multinomial also where there are two classes. A class is
 * the number of its place among the names.
 */
final class SparkModel {
  private SparkModel() {}

  /** Writes the directory of the model, where nothing may be yet. */
  static void write(ExportedModel model, SparkSession spark, String directory) throws IOException {
    WideLayer layer = WideLayer.of(model).get(0);
    new LogisticRegressionModel(
            "geodesic_" + model.origin().trial(),
            // Column-major, [classes, features]: the same as [features, classes] row-major.
            Matrices.dense(layer.outputs(), layer.inputs(), layer.weights()),
            Vectors.dense(layer.bias()),
            layer.outputs(),
            true)
        .write()
        .session(spark)
        .save(directory);
  }
}
